package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import jakarta.inject.Inject;

/** The application has started. The container runs no task before that, including this one. */
@SingletonBean
public class ApplicationStarted implements StartCondition {

    private final StartWatch watch;

    @Inject
    public ApplicationStarted(StartWatch watch) {
        this.watch = watch;
    }

    @Override
    public void await() {
        watch.started();
    }
}
