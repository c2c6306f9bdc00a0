package com.traffictacos.reservation.worker.health;

import com.traffictacos.reservation.worker.worker.PollLoop;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle.State;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Whether messages are taken at this moment: the worker runs, and the queue answers. */
@Singleton
public class ReadyState {

    private final WorkerLifecycle lifecycle;
    private final PollLoop pollLoop;

    @Inject
    public ReadyState(WorkerLifecycle lifecycle, PollLoop pollLoop) {
        this.lifecycle = lifecycle;
        this.pollLoop = pollLoop;
    }

    /** Whether messages are taken. */
    public boolean isReady() {
        return state() == State.RUNNING && failuresInARow() == 0;
    }

    State state() {
        return lifecycle.state();
    }

    int failuresInARow() {
        return pollLoop.failuresInARow();
    }
}
