package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.Outcomes;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What this worker alone knows of a reservation: it is in no queue and at no service. Makes no request. Thread-safe. */
@SingletonBean
public class ReservationHere {

    /** The maximum number of outcomes in one answer. */
    static final int MAX_LISTED = 100;

    private final InFlightMessages inFlight;
    private final RecentOutcomes outcomes;

    @Inject
    public ReservationHere(InFlightMessages inFlight, RecentOutcomes outcomes) {
        this.inFlight = inFlight;
        this.outcomes = outcomes;
    }

    /**
     * What is known.
     *
     * @param inFlight its messages in flight, the oldest first
     * @param firstBegan when the work on the first delivery began whose outcome is remembered, listed or not
     */
    public record Known(List<InFlightView> inFlight, Outcomes outcomes, Optional<Instant> firstBegan) {}

    public Known of(ReservationId reservation) {
        // Before the outcomes: a delivery that ends between the two is seen twice and not missed.
        List<InFlightView> working = inFlight.snapshot().stream()
                .filter(delivery ->
                        delivery.reservationId().filter(reservation::equals).isPresent())
                .sorted(Comparator.comparing(InFlightView::age).reversed())
                .toList();
        List<RecentOutcome> ends = outcomes.of(reservation.value());
        return new Known(
                working,
                new Outcomes(
                        outcomes.capacity(),
                        outcomes.oldest(),
                        ends.size(),
                        ends.stream().limit(MAX_LISTED).toList()),
                ends.stream().map(end -> end.endedAt().minus(end.duration())).min(Comparator.naturalOrder()));
    }
}
