package com.traffictacos.reservation.worker.pipeline.dependency;

/** The state of a service; the ordinal is the value of the metric. */
public enum DependencyState {
    /** The service answers. */
    UP("closed"),
    /** A probe or a trial call finds out whether the service is up again. */
    PROBING("half_open"),
    /** The service is down; no call is made. */
    DOWN("open");

    private final String label;

    DependencyState(String label) {
        this.label = label;
    }

    /** The value in health data and in the admin API. */
    public String label() {
        return label;
    }
}
