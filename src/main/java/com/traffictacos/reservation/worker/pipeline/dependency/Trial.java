package com.traffictacos.reservation.worker.pipeline.dependency;

/** The trial calls of one {@link Circuit}, and the use that probes make of them. Guarded by the circuit's lock. */
final class Trial {

    /**
     * After this number of consecutive probes that did not call the operation, the operation no longer restricts
     * polling to probes.
     */
    private static final int UNUSED_PROBES = 10;

    private boolean out;
    private boolean triedInProbe;
    private int unusedProbes;

    boolean isOut() {
        return out;
    }

    void began() {
        out = true;
        triedInProbe = true;
        unusedProbes = 0;
    }

    void ended() {
        out = false;
    }

    /** An outage has begun or ended. */
    void reset() {
        unusedProbes = 0;
    }

    void probeBegan() {
        triedInProbe = false;
    }

    /** A probe received a message, and its delivery has ended at a time when a trial call was due. */
    void probeEnded() {
        if (!triedInProbe) {
            unusedProbes++;
        }
    }

    /** Whether no message needs the operation, as far as probes can tell. */
    boolean isUnused() {
        return unusedProbes >= UNUSED_PROBES;
    }
}
