package com.traffictacos.reservation.worker.operations.reservation;

import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.NOW;
import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.RESERVATION;
import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.WITH_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.Problem;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.State;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.Trace;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import com.traffictacos.reservation.worker.platform.address.LinkTemplate;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReservationOverviewReaderTest {

    private static final Settings.ReservationOverview NO_LINKS =
            new Settings.ReservationOverview(10, Optional.empty(), Optional.empty());

    private final List<OverviewFixture> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(OverviewFixture::close);
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @Test
    void gathersWhatIsKnown() {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, WITH_LINKS);
        String dead = fixture.queue.put("expired rsv:1", "retries_exhausted");
        fixture.queue.put("expired rsv:12", "retries_exhausted");
        fixture.begin("m-1", "rsv:1");
        fixture.begin("m-2", "rsv:2");
        fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.RETRIED, "transient");
        fixture.outcomes.add(EndedDelivery.of("rsv:2"), Outcome.SUCCESS, "");

        ReservationOverview overview = fixture.reader.read(RESERVATION, true, Optional.empty());

        assertThat(overview.reservationId()).isEqualTo(RESERVATION);
        assertThat(overview.at()).isEqualTo(NOW);
        assertThat(overview.state()).isEqualTo(new State.Found(OverviewFixture.confirmed(RESERVATION)));
        assertThat(overview.deadLetters().newest())
                .extracting(DeadLetter.Head::id)
                .containsExactly(dead);
        assertThat(overview.deadLetters().matched()).isEqualTo(1);
        assertThat(overview.deadLetters().problem()).isEmpty();
        assertThat(overview.deadLetters().scan())
                .hasValueSatisfying(scan -> assertThat(scan).returns(true, DeadLetterListing::complete));
        assertThat(overview.inFlight()).extracting(InFlightView::messageId).containsExactly("m-1");
        assertThat(overview.outcomes().matched()).isEqualTo(1);
        assertThat(overview.outcomes().capacity()).isEqualTo(10);
        assertThat(overview.outcomes().oldest()).contains(NOW);
        assertThat(overview.outcomes().newest())
                .extracting(RecentOutcome::outcome)
                .containsExactly(Outcome.RETRIED);
    }

    /** The links begin before the first delivery that is remembered, also if more are than one answer lists. */
    @Test
    void beginsItsLinksBeforeTheFirstOfManyOutcomes() {
        OverviewFixture fixture = fixture(
                OverviewFixture::confirmed,
                new Settings.ReservationOverview(200, WITH_LINKS.traceUrl(), WITH_LINKS.logUrl()));
        for (int i = 0; i < 150; i++) {
            fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.RETRIED, "transient");
            fixture.clock.advance(Duration.ofMinutes(1));
        }

        ReservationOverview overview = fixture.reader.read(RESERVATION);

        assertThat(overview.outcomes().newest()).hasSize(100);
        assertThat(overview.logUrl())
                .hasValueSatisfying(url -> assertThat(url).contains("from=2025-01-23T09%3A44%3A59.915Z"));
    }

    /** Without a scan, nobody's receive counts are raised only because somebody looks at a reservation. */
    @Test
    void saysThatThereWasNoScan() {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, NO_LINKS);
        fixture.queue.put("expired rsv:1", "retries_exhausted");

        ReservationOverview overview = fixture.reader.read(RESERVATION);

        assertThat(overview.deadLetters().scan()).isEmpty();
        assertThat(overview.deadLetters().newest()).isEmpty();
        assertThat(fixture.queue.receives()).isZero();
    }

    @Test
    void usesTheLastScan() {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, NO_LINKS);
        fixture.queue.put("expired rsv:1", "retries_exhausted");
        ReservationOverview scanned = fixture.reader.read(RESERVATION, true, Optional.empty());
        int receives = fixture.queue.receives();

        ReservationOverview overview = fixture.reader.read(RESERVATION);

        assertThat(overview.deadLetters()).isEqualTo(scanned.deadLetters());
        assertThat(fixture.queue.receives()).isEqualTo(receives);
    }

    /** Dead letters are many pages in a large queue; an operator sees what is found as it is found. */
    @Test
    void showsWhatAScanHasSeenWhileItGoesOn() throws InterruptedException {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, NO_LINKS);
        String first = fixture.queue.put("expired rsv:1", "retries_exhausted");
        for (int i = 0; i < 20; i++) {
            fixture.queue.put("expired rsv:2", "retries_exhausted");
        }
        String last = fixture.queue.put("expired rsv:1", "retries_exhausted");
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fixture.queue.beforeReceive(receive -> {
            if (receive == 2) {
                second.countDown();
                awaitDown(goOn);
            }
        });

        fixture.reader.read(RESERVATION, false, Optional.of(Duration.ZERO));
        second.await();
        List<ReservationOverview> during = List.of(
                fixture.reader.read(RESERVATION, false, Optional.of(Duration.ZERO)), fixture.reader.read(RESERVATION));
        goOn.countDown();
        ReservationOverview after = fixture.reader.read(RESERVATION, false, Optional.of(Duration.ofSeconds(20)));

        assertThat(during).allSatisfy(overview -> {
            assertThat(overview.deadLetters().newest())
                    .extracting(DeadLetter.Head::id)
                    .containsExactly(first);
            assertThat(overview.deadLetters().scan())
                    .hasValueSatisfying(scan -> assertThat(scan).returns(true, DeadLetterListing::running));
        });
        assertThat(after.deadLetters().newest()).extracting(DeadLetter.Head::id).containsExactlyInAnyOrder(first, last);
        assertThat(after.deadLetters().scan())
                .hasValueSatisfying(scan -> assertThat(scan).returns(false, DeadLetterListing::running));
    }

    @Test
    void scansAgainOnlyIfItIsAskedToWhileTheLastScanIsFresh() {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, NO_LINKS);
        fixture.reader.read(RESERVATION, false, Optional.of(Duration.ofSeconds(20)));
        fixture.queue.put("expired rsv:1", "retries_exhausted");

        assertThat(fixture.reader
                        .read(RESERVATION, false, Optional.of(Duration.ofSeconds(20)))
                        .deadLetters()
                        .matched())
                .isZero();
        assertThat(fixture.reader
                        .read(RESERVATION, true, Optional.of(Duration.ofSeconds(20)))
                        .deadLetters()
                        .matched())
                .isOne();
    }

    static Stream<Arguments> failures() {
        TransientFailure passing = new TransientFailure(Dependency.RESERVATION_API, "GET answered 503");
        return Stream.of(
                Arguments.of(new PermanentFailure(FailureReason.RESERVATION_NOT_FOUND, "404"), "reservation_not_found"),
                Arguments.of(new PermanentFailure(FailureReason.RESERVATION_REJECTED, "403"), "reservation_rejected"),
                Arguments.of(passing, "transient"),
                Arguments.of(passing.late(), "timeout"),
                Arguments.of(new Throttled(Dependency.RESERVATION_API, "429", Duration.ofSeconds(1)), "throttled"),
                Arguments.of(new DependencyUnavailable(Dependency.RESERVATION_API, "refused", null), "unreachable"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void showsTheRestWhateverTheReservationApiDoes(RuntimeException failure, String word) {
        OverviewFixture fixture = fixture(
                id -> {
                    throw failure;
                },
                NO_LINKS);
        fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.SUCCESS, "");

        ReservationOverview overview = fixture.reader.read(RESERVATION);

        assertThat(overview.state())
                .isEqualTo(new State.NotRead(new Problem(word, String.valueOf(failure.getMessage()))));
        assertThat(overview.outcomes().matched()).isEqualTo(1);
    }

    @Test
    void tellsTheLogAndNotTheCallerOfAFault() {
        List<String> lines = new ArrayList<>();
        JsonLog.setSink(lines::add);
        OverviewFixture fixture = fixture(
                id -> {
                    throw new IllegalStateException("inner detail");
                },
                NO_LINKS);

        ReservationOverview overview = fixture.reader.read(RESERVATION);

        assertThat(overview.state()).isEqualTo(new State.NotRead(new Problem("failed", "see the worker's log")));
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).contains("inner detail"));
    }

    @Test
    void showsTheRestIfTheQueueCannotBeRead() {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, NO_LINKS);
        fixture.queue.failReceives(1);

        ReservationOverview overview = fixture.reader.read(RESERVATION, true, Optional.empty());

        assertThat(overview.deadLetters().problem()).map(Problem::code).contains("queue_unavailable");
        assertThat(overview.deadLetters().scan()).isEmpty();
        assertThat(overview.state()).isInstanceOf(State.Found.class);
    }

    @Test
    void listsOneHundredAndCountsAll() {
        OverviewFixture fixture = fixture(
                OverviewFixture::confirmed, new Settings.ReservationOverview(300, Optional.empty(), Optional.empty()));
        for (int i = 0; i < 120; i++) {
            fixture.queue.put("expired rsv:1", "retries_exhausted");
            fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.SUCCESS, "");
        }

        ReservationOverview overview = fixture.reader.read(RESERVATION, true, Optional.empty());

        assertThat(overview.deadLetters().newest()).hasSize(100);
        assertThat(overview.deadLetters().matched()).isEqualTo(120);
        assertThat(overview.outcomes().newest()).hasSize(100);
        assertThat(overview.outcomes().matched()).isEqualTo(120);
    }

    @Test
    void linksToTracesAndLogs() {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, WITH_LINKS);
        fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.SUCCESS, "");
        fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.SUCCESS, "");
        fixture.clock.advance(Duration.ofHours(1));

        ReservationOverview overview = fixture.reader.read(RESERVATION);

        assertThat(overview.traces())
                .containsExactly(new Trace(
                        EndedDelivery.TRACE,
                        Optional.of("https://traces.example/" + EndedDelivery.TRACE),
                        Optional.empty()));
        // From a quarter of an hour before the first delivery began, which was 85 ms before its end.
        assertThat(overview.logUrl())
                .contains("https://logs.example/?q=rsv%3A1&from=2025-01-23T09%3A44%3A59.915Z"
                        + "&to=2025-01-23T11%3A00%3A00.000Z");
    }

    @Test
    void looksBackADayIfNothingIsKnown() {
        OverviewFixture fixture = fixture(OverviewFixture::confirmed, WITH_LINKS);

        assertThat(fixture.reader.read(RESERVATION).logUrl())
                .contains("https://logs.example/?q=rsv%3A1&from=2025-01-22T10%3A00%3A00.000Z"
                        + "&to=2025-01-23T10%3A00%3A00.000Z");
    }

    @Test
    void linksToTheLogsOfEachTraceIfTheTemplateNamesIt() {
        OverviewFixture fixture = fixture(
                OverviewFixture::confirmed,
                new Settings.ReservationOverview(
                        10,
                        Optional.empty(),
                        Optional.of(new LinkTemplate("https://logs.example/{trace_id}", Set.of("trace_id")))));
        fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.SUCCESS, "");

        ReservationOverview overview = fixture.reader.read(RESERVATION);

        assertThat(overview.traces())
                .containsExactly(new Trace(
                        EndedDelivery.TRACE,
                        Optional.empty(),
                        Optional.of("https://logs.example/" + EndedDelivery.TRACE)));
        assertThat(overview.logUrl()).isEmpty();
    }

    private static void awaitDown(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private OverviewFixture fixture(ReservationLookup lookup, Settings.ReservationOverview settings) {
        OverviewFixture fixture = new OverviewFixture(lookup, settings);
        open.add(fixture);
        return fixture;
    }
}
