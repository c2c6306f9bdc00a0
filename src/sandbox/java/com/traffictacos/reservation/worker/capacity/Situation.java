package com.traffictacos.reservation.worker.capacity;

/** What is simulated, but for the events. */
record Situation(String name, PodFigures pod, ScaleRules rules, Nodes nodes) {

    Situation named(String other) {
        return new Situation(other, pod, rules, nodes);
    }

    Situation withRules(ScaleRules other) {
        return new Situation(name, pod, other, nodes);
    }

    Situation withPod(PodFigures other) {
        return new Situation(name, other, rules, nodes);
    }

    Situation withNodes(Nodes other) {
        return new Situation(name, pod, rules, other);
    }
}
