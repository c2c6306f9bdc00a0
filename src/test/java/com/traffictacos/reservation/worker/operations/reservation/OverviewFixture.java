package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.fake.FakeDeadLetterQueue;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.pipeline.PermitFixture;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages.Arrival;
import com.traffictacos.reservation.worker.pipeline.inflight.LeaseClock;
import com.traffictacos.reservation.worker.pipeline.permit.PermittedMessage;
import com.traffictacos.reservation.worker.platform.address.LinkTemplate;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What operators see of one reservation, on a fake queue and a clock that stands still. */
public final class OverviewFixture implements AutoCloseable {

    public static final ReservationId RESERVATION = new ReservationId("rsv:1");
    public static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");
    public static final Settings.ReservationOverview WITH_LINKS = new Settings.ReservationOverview(
            10,
            template("https://traces.example/{trace_id}"),
            template("https://logs.example/?q={reservation_id}&from={from}&to={to}"));

    public final ManualClock clock = new ManualClock(NOW);
    public final FakeDeadLetterQueue queue = new FakeDeadLetterQueue(clock);
    public final RecentOutcomes outcomes;
    public final ReservationOverviewReader reader;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService scans = Executors.newCachedThreadPool();
    private final PermitFixture permits = new PermitFixture(20);
    private final InFlightMessages inFlight = new InFlightMessages(
            new LeaseClock(clock),
            new Settings.Queue(
                    URI.create("http://127.0.0.1/queue"), Optional.empty(), Duration.ZERO, Duration.ofSeconds(60)));

    public OverviewFixture(ReservationLookup lookup, Settings.ReservationOverview settings) {
        outcomes = new RecentOutcomes(settings, clock);
        reader = new ReservationOverviewReader(
                lookup,
                new DeadLetterBrowser(
                        queue,
                        queue,
                        clock,
                        new WorkerExecutors(timer, timer, timer, Executors.defaultThreadFactory()),
                        new OperatorExecutor(scans)),
                new ReservationHere(inFlight, outcomes),
                settings,
                clock);
    }

    /** A reservation with two seats. */
    public static Reservation confirmed(ReservationId id) {
        return new Reservation(
                id,
                ReservationStatus.CONFIRMED,
                Optional.of(new ConcertId("concert")),
                Optional.of(SeatSelection.ofSeats(List.of("A-1", "A-2"))),
                Optional.of("user"),
                Optional.of(NOW.minusSeconds(60)));
    }

    /** A message of a reservation goes into flight. */
    public void begin(String messageId, String reservation) {
        Arrival arrival = inFlight.begin(new PermittedMessage(EventMessages.withId(messageId), permits.permit()));
        ((Arrival.First) arrival).delivery().delivery().carries(EndedDelivery.expired(reservation));
    }

    private static Optional<LinkTemplate> template(String text) {
        return LinkTemplate.parse(text, Set.of("trace_id", "reservation_id", "from", "to"));
    }

    @Override
    public void close() {
        scans.shutdownNow();
        timer.shutdownNow();
    }
}
