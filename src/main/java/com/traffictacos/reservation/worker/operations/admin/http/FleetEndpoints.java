package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.http.view.WorkerStatus;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.operations.fleet.peers.FleetReader;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Optional;

/** All workers of the queue: their figures, pause and resume. */
@SingletonBean
public final class FleetEndpoints {

    private final FleetPause pause;
    private final FleetReader reader;

    @Inject
    public FleetEndpoints(FleetPause pause, FleetReader reader) {
        this.pause = pause;
        this.reader = reader;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("GET /fleet")) {
            return Optional.of(AdminReply.ok(reader.latest()));
        }
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
