package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.operations.fleet.peers.PodStatus;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;

/** The messages in flight, as operators see them, the oldest first. Public because JSON-B reads it. */
public record InFlightListView(@JsonbProperty("in_work") List<PodStatus.Message> inFlight) {

    public static InFlightListView of(List<InFlightView> deliveries) {
        return new InFlightListView(
                deliveries.stream().map(PodStatus.Message::of).toList());
    }
}
