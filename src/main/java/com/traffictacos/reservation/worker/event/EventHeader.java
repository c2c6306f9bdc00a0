package com.traffictacos.reservation.worker.event;

import java.time.Instant;
import java.util.Optional;

/**
 * The fields of the envelope that describe the event itself.
 *
 * @param id the producer's id of the event; a producer that sends an event twice uses the same id
 * @param occurredAt when the event occurred at the producer; empty if the envelope has no readable time
 */
public record EventHeader(Optional<String> id, Optional<Instant> occurredAt) {

    /** The header of an event without an envelope. */
    public static final EventHeader NONE = new EventHeader(Optional.empty(), Optional.empty());
}
