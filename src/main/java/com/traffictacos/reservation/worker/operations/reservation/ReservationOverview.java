package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one reservation at a moment.
 *
 * @param inFlight its messages in flight on this pod, the oldest first
 * @param traces its traces, the newest first
 * @param logUrl its log lines; empty without a template, or if the template needs a trace
 */
public record ReservationOverview(
        ReservationId reservationId,
        Instant at,
        State state,
        DeadLetters deadLetters,
        List<InFlightView> inFlight,
        Outcomes outcomes,
        List<Trace> traces,
        Optional<String> logUrl) {

    /** What the reservation API says. */
    public sealed interface State {

        record Found(Reservation reservation) implements State {}

        record NotRead(Problem problem) implements State {}
    }

    /**
     * Why a part could not be read.
     *
     * @param code machine-readable
     * @param message human-readable
     */
    public record Problem(String code, String message) {}

    /**
     * The dead letters that the last scan has seen.
     *
     * @param scan the last scan; empty if there is none that is fresh
     * @param matched how many belong to the reservation
     * @param newest at most {@value ReservationOverviewReader#MAX_LISTED} of them
     * @param problem why a scan that was asked for failed
     */
    public record DeadLetters(
            Optional<DeadLetterListing> scan, long matched, List<DeadLetter.Head> newest, Optional<Problem> problem) {}

    /**
     * The outcomes that this pod remembers.
     *
     * @param capacity how many it remembers of all reservations together; zero if none
     * @param oldest when the oldest of all that it remembers ended; what ended before is forgotten
     * @param matched how many belong to the reservation
     * @param newest at most {@value ReservationHere#MAX_LISTED} of them
     */
    public record Outcomes(int capacity, Optional<Instant> oldest, long matched, List<RecentOutcome> newest) {}

    /**
     * A trace.
     *
     * @param url empty without a template
     * @param logUrl its log lines; empty unless the template names the trace
     */
    public record Trace(String traceId, Optional<String> url, Optional<String> logUrl) {}
}
