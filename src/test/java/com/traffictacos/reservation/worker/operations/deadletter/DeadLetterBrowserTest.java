package com.traffictacos.reservation.worker.operations.deadletter;

import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.reason;
import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.redrive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.operations.deadletter.job.DryRunTokens;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService.DryRun;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterBrowserTest {

    private final OperatorFixture operators = new OperatorFixture();

    @AfterEach
    void close() {
        operators.close();
    }

    @Test
    void countsByReasonTypeAndHour() {
        put("expired rsv_1", "invalid_field", "2025-01-23T08:59:59.999Z");
        put("approved rsv_2", "paid_but_not_held", "2025-01-23T09:00:00.000Z");
        put("approved rsv_3", "paid_but_not_held", "2025-01-23T09:30:00.000Z");
        operators.queue.put("rubbish", Map.of(), Optional.empty());

        DeadLetterListing snapshot = operators.deadLetters.snapshot(false);

        assertThat(snapshot.byReason()).isEqualTo(Map.of("invalid_field", 1L, "paid_but_not_held", 2L, "unknown", 1L));
        assertThat(snapshot.byType()).isEqualTo(Map.of("expired", 1L, "approved", 2L, "unknown", 1L));
        assertThat(snapshot.byHour())
                .isEqualTo(Map.of("2025-01-23T08:00:00Z", 1L, "2025-01-23T09:00:00Z", 2L, "2025-01-23T10:00:00Z", 1L));
        assertThat(snapshot.oldest()).contains(Instant.parse("2025-01-23T08:59:59.999Z"));
        assertThat(snapshot.complete()).isTrue();
        assertThat(snapshot.approximateTotal()).isEqualTo(4);
        assertThat(snapshot.deadLetters())
                .isSortedAccordingTo(Comparator.comparing(Head::diedAt).reversed());
    }

    @Test
    void letsGoOfEveryDeadLetterItHasSeen() {
        operators.putMany(57);

        operators.deadLetters.snapshot(true);

        assertThat(operators.queue.visible()).isEqualTo(57);
        assertThat(operators.queue.sentBack()).isEmpty();
    }

    @Test
    void answersFromTheLastLookForAWhile() {
        operators.putMany(3);
        operators.deadLetters.snapshot(false);
        int receives = operators.queue.receives();
        operators.putMany(1);

        assertThat(operators.deadLetters.snapshot(false).deadLetters()).hasSize(3);
        assertThat(operators.queue.receives()).isEqualTo(receives);
        assertThat(operators.deadLetters.snapshot(true).deadLetters()).hasSize(4);

        operators.clock.advance(Listings.FRESH);
        operators.putMany(1);
        assertThat(operators.deadLetters.snapshot(false).deadLetters()).hasSize(5);
    }

    @Test
    void forgetsTheLastLookWhenAJobHasChangedThings() {
        operators.putMany(3);
        operators.deadLetters.snapshot(false);

        operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        await().until(() -> operators.deadLetters.snapshot(false).deadLetters().isEmpty());
    }

    @Test
    void saysThatOthersHoldDeadLetters() {
        operators.putMany(5);
        operators.queue.receive(2, Duration.ofMinutes(1));

        DeadLetterListing snapshot = operators.deadLetters.snapshot(true);

        assertThat(snapshot.deadLetters()).hasSize(3);
        assertThat(snapshot.complete()).isFalse();
        assertThat(snapshot.approximateTotal()).isEqualTo(5);
    }

    @Test
    void looksAtSoManyAndNoMore() {
        operators.putMany(10_050);

        DeadLetterListing snapshot = operators.deadLetters.snapshot(true);

        assertThat(snapshot.deadLetters()).hasSize(10_000);
        assertThat(snapshot.complete()).isFalse();
        assertThat(snapshot.approximateTotal()).isEqualTo(10_050);
        assertThat(operators.queue.visible()).isEqualTo(10_050);
    }

    @Test
    void findsOneThatNoListHolds() {
        operators.putMany(10_050);
        operators.deadLetters.snapshot(true);

        assertThat(operators.deadLetters.find("letter-10050")).isPresent();
    }

    @Test
    void opensADeadLetterOfTheListWithoutAScan() {
        operators.putMany(25);
        operators.deadLetters.snapshot(true);
        int receives = operators.queue.receives();

        assertThat(operators.deadLetters.find("letter-25"))
                .hasValueSatisfying(
                        deadLetter -> assertThat(deadLetter.message().body()).isEqualTo("expired rsv_24"));
        assertThat(operators.queue.receives()).isEqualTo(receives);
    }

    @Test
    void opensNoneThatAJobHasMoved() {
        operators.putMany(2);
        operators.deadLetters.snapshot(true);

        operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        await().until(() -> operators.deadLetters.find("letter-1").isEmpty());
    }

    /** The bodies of a list leave the heap to events; those beyond are searched for. */
    @Test
    void keepsWholeDeadLettersUpToASize() {
        String half = "x".repeat(ListingScan.MAX_KEPT_CHARACTERS / 2);
        for (int i = 0; i < 3; i++) {
            operators.queue.put(half, "invalid_json");
        }
        operators.deadLetters.snapshot(true);
        int receives = operators.queue.receives();

        assertThat(operators.deadLetters.find("letter-2")).isPresent();
        assertThat(operators.queue.receives()).isEqualTo(receives);
        assertThat(operators.deadLetters.find("letter-3")).isPresent();
        assertThat(operators.queue.receives()).isGreaterThan(receives);
    }

    @Test
    void showsWhatAScanHasSeenSoFar() throws InterruptedException {
        operators.putMany(35);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        operators.queue.beforeReceive(count -> {
            if (count == 2) {
                second.countDown();
                awaitDown(goOn);
            }
        });

        operators.deadLetters.listing(true, Optional.of(Duration.ZERO));
        second.await();
        DeadLetterListing part = operators.deadLetters.listing(false, Optional.of(Duration.ZERO));
        goOn.countDown();
        DeadLetterListing whole = operators.deadLetters.listing(false, Optional.of(Duration.ofSeconds(20)));

        assertThat(part.deadLetters()).hasSize(10);
        assertThat(part.running()).isTrue();
        assertThat(part.complete()).isFalse();
        assertThat(part.approximateTotal()).isEqualTo(35);
        assertThat(whole.deadLetters()).hasSize(35);
        assertThat(whole.running()).isFalse();
        assertThat(whole.complete()).isTrue();
    }

    @Test
    void tellsEveryCallerThatAScanFailed() {
        operators.queue.failReceives(1);

        assertThatThrownBy(() -> operators.deadLetters.listing(true, Optional.of(Duration.ofSeconds(20))))
                .isInstanceOf(QueueUnavailableException.class);
        assertThat(operators
                        .deadLetters
                        .listing(true, Optional.of(Duration.ofSeconds(20)))
                        .running())
                .isFalse();
    }

    @Test
    void releasesWhatAScanHoldsWhenTheWorkerStops() throws InterruptedException {
        operators.putMany(35);
        operators.queue.beforeReceive(count -> {
            if (count == 2) {
                operators.deadLetters.stopScans();
            }
        });

        operators.deadLetters.listing(true, Optional.of(Duration.ofSeconds(20)));
        operators.deadLetters.awaitScansStopped(Duration.ofSeconds(20));

        assertThat(operators.queue.receives()).isEqualTo(2);
        assertThat(operators.queue.visible()).isEqualTo(35);
    }

    @Test
    void doesNotTouchDeadLettersWhoseHoldIsOver() {
        operators.putMany(2);
        ScanLeases held = new ScanLeases(operators.queue, operators.clock, 10);
        Instant receivedAt = operators.clock.instant();
        held.add(operators.queue.receive(10, Duration.ofSeconds(30)), receivedAt, Duration.ofSeconds(30));
        operators.clock.advance(Duration.ofSeconds(30));
        List<DeadLetter> somebodyElses = operators.queue.receive(10, Duration.ofSeconds(30));

        held.release();

        assertThat(somebodyElses).hasSize(2);
        assertThat(operators.queue.visible()).isZero();
    }

    /** Each search hides the queue's messages from others. */
    @Test
    void searchesOnceForADeadLetterThatIsMissing() {
        operators.putMany(25);
        assertThat(operators.deadLetters.find("letter-99")).isEmpty();
        int receives = operators.queue.receives();

        assertThat(operators.deadLetters.find("letter-99")).isEmpty();
        assertThat(operators.queue.receives()).isEqualTo(receives);
        assertThat(operators.deadLetters.find("letter-13")).isPresent();

        operators.clock.advance(RecentMisses.KEPT);
        receives = operators.queue.receives();
        assertThat(operators.deadLetters.find("letter-99")).isEmpty();
        assertThat(operators.queue.receives()).isGreaterThan(receives);
    }

    @Test
    void endsASearchWhoseCallerHasLeft() {
        operators.putMany(500);
        int before = operators.queue.receives();

        CurrentCaller.during(
                () -> operators.queue.receives() - before >= 2,
                () -> assertThat(operators.deadLetters.find("letter-499")).isEmpty());

        assertThat(operators.queue.receives() - before).isEqualTo(2);
        assertThat(operators.queue.visible()).isEqualTo(500);
        // What was not searched to its end is not missing.
        assertThat(operators.deadLetters.find("letter-499")).isPresent();
    }

    @Test
    void keepsNoListingWhoseCallerHasLeft() {
        operators.putMany(500);
        int before = operators.queue.receives();

        assertThatThrownBy(() -> CurrentCaller.during(
                        () -> operators.queue.receives() > before, () -> operators.deadLetters.snapshot(true)))
                .isInstanceOf(CancellationException.class);

        assertThat(operators.deadLetters.listings().fresh()).isEmpty();
        assertThat(operators.deadLetters.snapshot(false).deadLetters()).hasSize(500);
    }

    @Test
    void findsALetterByItsName() {
        operators.putMany(25);

        assertThat(operators.deadLetters.find("letter-13"))
                .hasValueSatisfying(
                        deadLetter -> assertThat(deadLetter.message().body()).isEqualTo("expired rsv_12"));
        assertThat(operators.deadLetters.find("letter-99")).isEmpty();
        assertThat(operators.queue.visible()).isEqualTo(25);
        assertThatIllegalArgumentException().isThrownBy(() -> operators.deadLetters.find("../x"));
    }

    @Test
    void choosesByEveryPartOfASelection() {
        put("expired rsv_1", "invalid_field", "2025-01-23T09:00:00Z");
        put("approved rsv_1", "paid_but_not_held", "2025-01-23T09:50:00Z");
        put("failed rsv_2", "invalid_field", "2025-01-23T10:00:00Z");
        DeadLetterListing snapshot = operators.deadLetters.snapshot(true);

        assertThat(ids(snapshot, reason("invalid_field"))).containsExactly("letter-3", "letter-1");
        assertThat(ids(snapshot, choice(Set.of("approved"), "", -1, -1))).containsExactly("letter-2");
        assertThat(ids(snapshot, choice(Set.of(), "rsv_1", -1, -1))).containsExactly("letter-2", "letter-1");
        assertThat(ids(snapshot, choice(Set.of(), "", 600, -1))).containsExactly("letter-2", "letter-1");
        assertThat(ids(snapshot, choice(Set.of(), "", -1, 600))).containsExactly("letter-3", "letter-2");
        assertThat(ids(snapshot, DeadLetterFilter.ofIds(Set.of("letter-3", "none"))))
                .containsExactly("letter-3");
        assertThat(ids(snapshot, DeadLetterFilter.ALL)).hasSize(3);
    }

    @Test
    void redrivesWhatADryRunHasShown() {
        operators.putMany(4);
        DryRun dryRun = operators.orders.dryRun(reason("invalid_field"));
        assertThat(dryRun.matched()).isEqualTo(4);
        assertThat(dryRun.byReason()).isEqualTo(Map.of("invalid_field", 4L));
        assertThat(operators.queue.visible()).isEqualTo(4);
        assertThat(operators.queue.sentBack()).isEmpty();

        JobStatus job = operators.orders.redrive(
                redrive(reason("invalid_field")), dryRun.token().text(), "");

        assertThat(operators.awaitEnd(job).done()).isEqualTo(4);
    }

    @Test
    void redrivesNothingThatNobodyHasLookedAt() {
        operators.putMany(4);
        String token = operators.orders.dryRun(reason("invalid_field")).token().text();

        for (String wrong :
                List.of("", "x", token + "0", token.replace('.', '0'), "9999999999" + token.substring(10))) {
            assertThatExceptionOfType(RedriveService.ConfirmationRequiredException.class)
                    .as(wrong)
                    .isThrownBy(() -> operators.orders.redrive(redrive(reason("invalid_field")), wrong, "yes"));
        }
        assertThatExceptionOfType(RedriveService.ConfirmationRequiredException.class)
                .isThrownBy(() -> operators.orders.redrive(redrive(DeadLetterFilter.ALL), token, ""));
        operators.clock.advance(DryRunTokens.VALIDITY);
        assertThatExceptionOfType(RedriveService.ConfirmationRequiredException.class)
                .isThrownBy(() -> operators.orders.redrive(redrive(reason("invalid_field")), token, ""));
        assertThat(operators.queue.ids()).hasSize(4);
        assertThat(operators.jobs.all()).isEmpty();
    }

    @Test
    void takesAWordInPlaceOfADryRun() {
        operators.putMany(2);

        assertThat(operators
                        .awaitEnd(operators.orders.redrive(redrive(DeadLetterFilter.ALL), "", "redrive"))
                        .done())
                .isEqualTo(2);
    }

    @Test
    void discardsOnlyWhatIsConfirmed() {
        operators.putMany(2);

        assertThatExceptionOfType(RedriveService.ConfirmationRequiredException.class)
                .isThrownBy(() -> operators.orders.discard(Set.of("letter-1"), "redrive", OperatorFixture.ALICE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> operators.orders.discard(Set.of(), "discard", OperatorFixture.ALICE));
        assertThat(operators.queue.ids()).hasSize(2);

        operators.awaitEnd(operators.orders.discard(Set.of("letter-1"), "discard", OperatorFixture.ALICE));
        assertThat(operators.queue.ids()).containsExactly("letter-2");
    }

    private static List<String> ids(DeadLetterListing snapshot, DeadLetterFilter selection) {
        return snapshot.matching(selection).stream().map(Head::id).toList();
    }

    private static DeadLetterFilter choice(Set<String> types, String reservationId, int minAge, int maxAge) {
        return new DeadLetterFilter(
                Set.of(),
                types,
                Optional.of(reservationId).filter(id -> !id.isEmpty()),
                Optional.of(minAge).filter(age -> age >= 0).map(Duration::ofSeconds),
                Optional.of(maxAge).filter(age -> age >= 0).map(Duration::ofSeconds),
                Set.of());
    }

    private static void awaitDown(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(String body, String reason, String failedAt) {
        operators.queue.put(
                body,
                Map.of(
                        "failure_reason", new MessageAttribute.Text("String", reason),
                        "failed_at", new MessageAttribute.Text("String", failedAt)),
                Optional.empty());
    }
}
