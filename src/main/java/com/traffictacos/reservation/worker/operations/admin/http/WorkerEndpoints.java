package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.operations.admin.PollingControl;
import com.traffictacos.reservation.worker.operations.admin.WorkerOverview;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Optional;

/** The worker itself: status, messages in flight, pause and resume. */
@SingletonBean
public final class WorkerEndpoints {

    private final StatusJson status;
    private final WorkerOverview worker;
    private final PollingControl polling;

    @Inject
    public WorkerEndpoints(StatusJson status, WorkerOverview worker, PollingControl polling) {
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
            return Optional.of(AdminReply.ok(inFlight()));
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

    private JsonObjectBuilder paused() {
        return Json.createObjectBuilder().add("paused", polling.isPaused());
    }

    private JsonObjectBuilder inFlight() {
        JsonArrayBuilder deliveries = Json.createArrayBuilder();
        worker.deliveries().forEach(delivery -> {
            JsonObjectBuilder json = Json.createObjectBuilder()
                    .add("message_id", delivery.messageId())
                    .add("type", delivery.type().label())
                    .add("step", delivery.step().map(ServiceCall::step).orElse("none"))
                    .add("attempt", delivery.attempt())
                    .add("age_seconds", DeadLetterJson.seconds(delivery.age()))
                    .add("lease_left_seconds", DeadLetterJson.seconds(delivery.leaseLeft()));
            delivery.reservationId().ifPresent(id -> json.add("reservation_id", id.value()));
            deliveries.add(json);
        });
        return Json.createObjectBuilder().add("in_work", deliveries);
    }
}
