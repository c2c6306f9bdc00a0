package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.PollingControl;
import com.traffictacos.reservation.worker.operations.admin.WorkerOverview;
import com.traffictacos.reservation.worker.operations.admin.http.view.InFlightListView;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Optional;

/** The worker itself: status, messages in flight, pause and resume. */
@SingletonBean
public final class WorkerEndpoints {

    /** Whether receives are paused. Public because JSON-B reads it. */
    public record Paused(boolean paused) {}

    private final WorkerStatusReader status;
    private final WorkerOverview worker;
    private final PollingControl polling;

    @Inject
    public WorkerEndpoints(WorkerStatusReader status, WorkerOverview worker, PollingControl polling) {
        this.status = status;
        this.worker = worker;
        this.polling = polling;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("GET /status")) {
            return Optional.of(AdminReply.ok(status.now()));
        }
        if (call.is("GET /in-work")) {
            return Optional.of(AdminReply.ok(InFlightListView.of(worker.deliveries())));
        }
        if (call.is("POST /polling/pause")) {
            polling.pause(call.operator());
            return Optional.of(AdminReply.ok(paused()));
        }
        if (call.is("POST /polling/resume")) {
            polling.resume(call.operator());
            return Optional.of(AdminReply.ok(paused()));
        }
        return Optional.empty();
    }

    private Paused paused() {
        return new Paused(polling.isPaused());
    }
}
