package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Optional;

/** All workers of the queue: pause and resume. */
@SingletonBean
public final class FleetEndpoints {

    private final FleetPause pause;

    @Inject
    public FleetEndpoints(FleetPause pause) {
        this.pause = pause;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("POST /fleet/pause")) {
            pause.pause(call.operator());
            return Optional.of(flag());
        }
        if (call.is("POST /fleet/resume")) {
            pause.resume(call.operator());
            return Optional.of(flag());
        }
        return Optional.empty();
    }

    private AdminReply flag() {
        return AdminReply.ok(WorkerStatus.FleetFlagView.of(pause.status()));
    }
}
