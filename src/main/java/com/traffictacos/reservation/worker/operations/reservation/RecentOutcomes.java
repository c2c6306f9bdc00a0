package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult.DeliveryReport;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Remembers how the latest deliveries of this process ended, those of messages whose reservation could be read. The
 * newest entry replaces the oldest one, so memory is bounded: an entry takes about 300 bytes, and 500 at most.
 *
 * <p>Thread-safe. Adding takes no lock and never waits.
 */
@SingletonBean
public final class RecentOutcomes {

    /** A queue's message ids have 36 characters. Another length must not decide how much memory is used. */
    private static final int MAX_MESSAGE_ID = 100;

    private final Clock clock;
    private final AtomicReferenceArray<RecentOutcome> entries;
    private final AtomicLong added = new AtomicLong();

    @Inject
    public RecentOutcomes(Settings.ReservationOverview settings, Clock clock) {
        this.clock = clock;
        this.entries = new AtomicReferenceArray<>(settings.recentOutcomes());
    }

    /**
     * Remembers the end of a delivery.
     *
     * @param reason why, in a few words; empty if there is nothing to say
     */
    public void add(DeliveryResult settlement, Outcome outcome, String reason) {
        DeliveryReport report = settlement.report();
        if (entries.length() == 0 || report.event().isEmpty()) {
            return;
        }
        ReservationEvent event = report.event().get();
        Optional<TraceParent> trace = report.trace();
        String messageId = settlement.message().messageId();
        RecentOutcome entry = new RecentOutcome(
                clock.millis(),
                report.type(),
                outcome,
                reason,
                settlement.message().receiveCount(),
                report.handlerAttempts(),
                report.duration().toNanos(),
                event.reservationId().value(),
                trace.isPresent() ? trace.get().traceId() : "",
                messageId.length() <= MAX_MESSAGE_ID ? messageId : messageId.substring(0, MAX_MESSAGE_ID));
        entries.setRelease((int) (added.getAndIncrement() % entries.length()), entry);
    }

    /** The remembered outcomes of a reservation, the newest first. */
    List<RecentOutcome> of(String reservationId) {
        return all().filter(entry -> entry.reservationId().equals(reservationId))
                .sorted(Comparator.comparingLong(RecentOutcome::endedAtMillis).reversed())
                .toList();
    }

    /** When the oldest delivery ended that is still remembered, of any reservation. */
    Optional<Instant> oldest() {
        return all().min(Comparator.comparingLong(RecentOutcome::endedAtMillis)).map(RecentOutcome::endedAt);
    }

    /** The maximum number of entries; zero if none are kept. */
    int capacity() {
        return entries.length();
    }

    private Stream<RecentOutcome> all() {
        return IntStream.range(0, entries.length())
                .mapToObj(entries::getAcquire)
                .filter(Objects::nonNull);
    }
}
