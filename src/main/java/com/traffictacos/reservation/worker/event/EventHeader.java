package com.traffictacos.reservation.worker.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What an envelope says about the event as such.
 *
 * @param id the producer's id of the event; producers repeat it when they send twice
 * @param occurredAt when it happened at the producer; absent when the envelope has no readable time
 */
public record EventHeader(Optional<String> id, Optional<Instant> occurredAt) {

    /** For events that come without an envelope. */
    public static final EventHeader NONE = new EventHeader(Optional.empty(), Optional.empty());
}
