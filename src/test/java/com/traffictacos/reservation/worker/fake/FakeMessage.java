package com.traffictacos.reservation.worker.fake;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A message in the fake queue. Guarded by the queue's lock. */
final class FakeMessage {

    private final String id;
    private final String body;
    private final Map<String, MessageAttribute> attributes;
    private final Optional<String> group;
    private final Instant sentAt;
    private Instant visibleFrom;
    private int receives;

    FakeMessage(
            String id, String body, Map<String, MessageAttribute> attributes, Optional<String> group, Instant sentAt) {
        this.id = id;
        this.body = body;
        this.attributes = Map.copyOf(attributes);
        this.group = group;
        this.sentAt = sentAt;
        this.visibleFrom = sentAt;
    }

    String id() {
        return id;
    }

    Optional<String> group() {
        return group;
    }

    boolean isVisible(Instant now) {
        return !now.isBefore(visibleFrom);
    }

    /** Whether the handle is that of the newest delivery. */
    boolean isNewest(String receiptHandle) {
        return receives > 0 && receiptHandle.equals(handle());
    }

    ReceivedMessage deliver(Instant hiddenUntil) {
        receives++;
        visibleFrom = hiddenUntil;
        return new ReceivedMessage(id, handle(), body, receives, sentAt, attributes, group, Optional.empty());
    }

    void hideUntil(Instant instant) {
        visibleFrom = instant;
    }

    private String handle() {
        return id + "#" + receives;
    }
}
