package com.traffictacos.reservation.worker.faults;

/** A fault and what must come of it. Instances hold no state: each run has a {@link ScenarioRun} of its own. */
public interface Scenario {

    /** As it is chosen on the command line; a table row's first column. */
    String name();

    /** Of the world's queue; a FIFO queue's ends with {@code .fifo}. */
    default String queueName() {
        return "reservation-events";
    }

    /** Lets it happen and hands every figure to the scene. Blocks until all is over. */
    void play(ScenarioRun run);
}
