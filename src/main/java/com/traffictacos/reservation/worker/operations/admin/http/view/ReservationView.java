package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.operations.fleet.peers.PodStatus;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.operations.http.JsonResponse.ErrorBody;
import com.traffictacos.reservation.worker.operations.reservation.RecentOutcome;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one reservation, as operators see it. Public because JSON-B reads it; JSON-B omits null values.
 *
 * @param pod the worker that answers: messages in flight and outcomes are its own
 */
public record ReservationView(
        @JsonbProperty("reservation_id") String reservationId,
        Instant at,
        String pod,
        State reservation,
        @JsonbProperty("dead_letters") DeadLetters deadLetters,
        @JsonbProperty("in_work") List<PodStatus.Message> inFlight,
        Outcomes outcomes,
        List<Trace> traces,
        @JsonbProperty("log_url") @Nullable String logUrl) {

    /** What the reservation API says; either its fields or the error are set. */
    public record State(
            @Nullable String status,
            @JsonbProperty("event_id") @Nullable String eventId,
            @JsonbProperty("seat_ids") @Nullable List<String> seatIds,
            @Nullable Integer quantity,
            @JsonbProperty("user_id") @Nullable String userId,
            @JsonbProperty("hold_expires_at") @Nullable Instant holdExpiresAt,
            ErrorBody.@Nullable Problem error) {

        public static State of(ReservationOverview.State state) {
            return switch (state) {
                case ReservationOverview.State.Found found -> of(found.reservation());
                case ReservationOverview.State.NotRead not ->
                    new State(null, null, null, null, null, null, problem(not.problem()));
            };
        }

        private static State of(Reservation reservation) {
            Optional<SeatSelection> seats = reservation.seats();
            return new State(
                    reservation.status().name(),
                    reservation.eventId().map(ConcertId::value).orElse(null),
                    seats.map(SeatSelection::seatIds)
                            .filter(ids -> !ids.isEmpty())
                            .orElse(null),
                    seats.map(SeatSelection::quantity).orElse(null),
                    reservation.userId().orElse(null),
                    reservation.holdExpiresAt().orElse(null),
                    null);
        }
    }

    /** The dead letters that the last scan has seen; without a scan it is not known whether there are any. */
    public record DeadLetters(
            DeadLetterListView.@Nullable Scan scan,
            long matched,
            @JsonbProperty("letters") List<DeadLetterView> newest,
            ErrorBody.@Nullable Problem error) {

        public static DeadLetters of(ReservationOverview.DeadLetters deadLetters) {
            return new DeadLetters(
                    deadLetters.scan().map(DeadLetterListView.Scan::of).orElse(null),
                    deadLetters.matched(),
                    deadLetters.newest().stream().map(DeadLetterView::of).toList(),
                    deadLetters.problem().map(ReservationView::problem).orElse(null));
        }
    }

    /** The ends of deliveries that this pod remembers, the newest first. */
    public record Outcomes(
            int capacity,
            @JsonbProperty("remembered_since") @Nullable Instant oldest,
            long matched,
            List<OutcomeView> list) {

        public static Outcomes of(ReservationOverview.Outcomes outcomes) {
            return new Outcomes(
                    outcomes.capacity(),
                    outcomes.oldest().orElse(null),
                    outcomes.matched(),
                    outcomes.newest().stream().map(OutcomeView::of).toList());
        }
    }

    /** The end of one delivery. */
    public record OutcomeView(
            @JsonbProperty("ended_at") Instant endedAt,
            String type,
            String outcome,
            @Nullable String reason,
            int attempt,
            @JsonbProperty("handler_attempts") int handlerAttempts,
            @JsonbProperty("duration_seconds") double durationSeconds,
            @JsonbProperty("trace_id") @Nullable String traceId,
            @JsonbProperty("message_id") String messageId) {

        public static OutcomeView of(RecentOutcome outcome) {
            return new OutcomeView(
                    outcome.endedAt(),
                    outcome.type().label(),
                    outcome.outcome().label(),
                    given(outcome.reason()),
                    outcome.attempt(),
                    outcome.handlerAttempts(),
                    outcome.duration().toMillis() / 1e3,
                    given(outcome.traceId()),
                    outcome.messageId());
        }
    }

    /** A trace with its links, as far as there are templates for them. */
    public record Trace(
            @JsonbProperty("trace_id") String traceId,
            @Nullable String url,
            @JsonbProperty("log_url") @Nullable String logUrl) {

        public static Trace of(ReservationOverview.Trace trace) {
            return new Trace(
                    trace.traceId(), trace.url().orElse(null), trace.logUrl().orElse(null));
        }
    }

    public static ReservationView of(ReservationOverview overview) {
        return new ReservationView(
                overview.reservationId().value(),
                overview.at(),
                PodInfo.name(),
                State.of(overview.state()),
                DeadLetters.of(overview.deadLetters()),
                InFlightListView.of(overview.inFlight()).inFlight(),
                Outcomes.of(overview.outcomes()),
                overview.traces().stream().map(Trace::of).toList(),
                overview.logUrl().orElse(null));
    }

    private static ErrorBody.Problem problem(ReservationOverview.Problem problem) {
        return JsonResponse.error(problem.code(), problem.message()).error();
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
