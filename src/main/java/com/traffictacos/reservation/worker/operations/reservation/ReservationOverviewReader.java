package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.NoDeadLetterQueueException;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.DeadLetters;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.Problem;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.State;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Gathers what is known of one reservation. A part that cannot be read says why and never spoils the others. Blocks for
 * at most the time limit of a call to the reservation API, and for a scan of the dead-letter queue if one is asked for.
 * Thread-safe.
 */
@SingletonBean
public final class ReservationOverviewReader {

    /** The maximum number of dead letters in one answer. */
    static final int MAX_LISTED = 100;

    private static final int MAX_TRACES = 20;
    private static final JsonLog LOG = JsonLog.of(ReservationOverviewReader.class);
    private static final Problem UNEXPECTED = new Problem("failed", "see the worker's log");

    private final ReservationLookup reservations;
    private final DeadLetterBrowser deadLetters;
    private final ReservationHere here;
    private final Settings.ReservationOverview settings;
    private final Clock clock;

    @Inject
    public ReservationOverviewReader(
            ReservationLookup reservations,
            DeadLetterBrowser deadLetters,
            ReservationHere here,
            Settings.ReservationOverview settings,
            Clock clock) {
        this.reservations = reservations;
        this.deadLetters = deadLetters;
        this.here = here;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Reads the overview without a scan. Its dead letters are those of the last scan if it is fresh, or else what a scan
     * that runs has seen.
     *
     * @throws CancellationException if the caller has left
     */
    public ReservationOverview read(ReservationId reservation) {
        return read(reservation, Optional::empty);
    }

    /**
     * Reads the overview after a scan of the dead-letter queue.
     *
     * @param refresh whether to scan again although the last scan is still fresh
     * @param wait the maximum time to wait for the end of the scan, which continues after that; empty to wait for its end
     * @throws CancellationException if the caller has left
     */
    public ReservationOverview read(ReservationId reservation, boolean refresh, Optional<Duration> wait) {
        return read(reservation, () -> Optional.of(deadLetters.listing(refresh, wait)));
    }

    private ReservationOverview read(ReservationId reservation, Supplier<Optional<DeadLetterListing>> scan) {
        DeadLetters dead = deadLetters(reservation, scan);
        State state = state(reservation);
        ReservationHere.Known known = here.of(reservation);
        List<InFlightView> working = known.inFlight();
        List<RecentOutcome> ends = known.outcomes().newest();
        Instant now = clock.instant();
        OverviewLinks links = new OverviewLinks(settings, reservation, earliest(dead, known, now), now);
        return new ReservationOverview(
                reservation,
                now,
                state,
                dead,
                working,
                known.outcomes(),
                links.traces(traceIds(dead, ends)),
                links.logs());
    }

    private State state(ReservationId reservation) {
        try {
            return new State.Found(reservations.read(reservation));
        } catch (EventFailure failure) {
            return new State.NotRead(new Problem(word(failure), failure.detail()));
        } catch (RuntimeException failure) {
            return new State.NotRead(unexpected("reservation", failure));
        }
    }

    private static String word(EventFailure failure) {
        return switch (failure) {
            case PermanentFailure refused -> refused.reason().word();
            case TransientFailure passing -> passing.isLate() ? "timeout" : "transient";
            case Throttled ignored -> "throttled";
            case DependencyUnavailable ignored -> "unreachable";
            default -> "failed";
        };
    }

    private DeadLetters deadLetters(ReservationId reservation, Supplier<Optional<DeadLetterListing>> scan) {
        try {
            return deadLetters(reservation, scan.get().or(deadLetters::known), Optional.empty());
        } catch (CancellationException callerLeft) {
            throw callerLeft;
        } catch (RuntimeException failure) {
            return deadLetters(reservation, deadLetters.known(), Optional.of(problem(failure)));
        }
    }

    private static DeadLetters deadLetters(
            ReservationId reservation, Optional<DeadLetterListing> seen, Optional<Problem> problem) {
        List<DeadLetter.Head> own = seen.stream()
                .flatMap(listing -> listing.deadLetters().stream())
                .filter(head ->
                        head.reservationId().filter(reservation.value()::equals).isPresent())
                .toList();
        return new DeadLetters(seen, own.size(), firstOf(own), problem);
    }

    private static Problem problem(RuntimeException failure) {
        return switch (failure) {
            case NoDeadLetterQueueException none ->
                new Problem("no_dead_letter_queue", String.valueOf(none.getMessage()));
            case QueueUnavailableException unavailable ->
                new Problem("queue_unavailable", String.valueOf(unavailable.getMessage()));
            default -> unexpected("dead letters", failure);
        };
    }

    private static Problem unexpected(String part, RuntimeException failure) {
        LOG.error(
                "a part of a reservation's overview could not be read",
                fields -> fields.with("part", part).error(failure));
        return UNEXPECTED;
    }

    private static Optional<Instant> earliest(DeadLetters dead, ReservationHere.Known known, Instant now) {
        Stream<Instant> died = dead.newest().stream().flatMap(letter -> Stream.of(letter.diedAt(), letter.sentAt()));
        Stream<Instant> begun = known.inFlight().stream().map(delivery -> now.minus(delivery.age()));
        return Stream.of(died, begun, known.firstBegan().stream())
                .flatMap(times -> times)
                .min(Comparator.naturalOrder());
    }

    private static List<String> traceIds(DeadLetters dead, List<RecentOutcome> ends) {
        Stream<String> ofDead =
                dead.newest().stream().map(DeadLetter.Head::traceId).flatMap(Optional::stream);
        return Stream.concat(ends.stream().map(RecentOutcome::traceId), ofDead)
                .filter(traceId -> !traceId.isEmpty())
                .distinct()
                .limit(MAX_TRACES)
                .toList();
    }

    private static <T> List<T> firstOf(List<T> all) {
        return all.subList(0, Math.min(all.size(), MAX_LISTED));
    }
}
