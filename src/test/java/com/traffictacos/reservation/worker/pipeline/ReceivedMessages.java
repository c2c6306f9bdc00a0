package com.traffictacos.reservation.worker.pipeline;

import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Deliveries for tests. */
final class ReceivedMessages {

    private ReceivedMessages() {}

    static ReceivedMessage message(String id) {
        return message(id, 1);
    }

    static ReceivedMessage message(String id, int receiveCount) {
        return new ReceivedMessage(
                id,
                "handle-" + id + "-" + receiveCount,
                "{}",
                receiveCount,
                Instant.EPOCH,
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }
}
