package com.traffictacos.reservation.worker.deadletter;

import static com.traffictacos.reservation.worker.deadletter.Desk.ALICE;
import static com.traffictacos.reservation.worker.deadletter.Desk.reason;
import static com.traffictacos.reservation.worker.deadletter.Desk.redrive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.deadletter.JobView.State;
import com.traffictacos.reservation.worker.fake.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LetterJobsTest {

    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void movesExactlyTheLettersThatAreMeant() {
        put(30, "invalid_field");
        put(40, "paid_but_not_held");
        put(5, "");

        JobView end = desk.awaitEnd(desk.jobs.start(redrive(reason("paid_but_not_held"))));

        assertThat(end)
                .returns(State.DONE, JobView::state)
                .returns(75L, JobView::scanned)
                .returns(40L, JobView::matched)
                .returns(40L, JobView::done)
                .returns(0L, JobView::refused)
                .returns(true, JobView::complete);
        assertThat(desk.queue.sentBack())
                .hasSize(40)
                .allSatisfy(letter -> assertThat(letter.reason()).isEqualTo("paid_but_not_held"));
        assertThat(desk.queue.ids()).hasSize(35);
        assertThat(desk.queue.visible()).isEqualTo(35);
    }

    @Test
    void movesLettersOfTheRedrivePolicyAsUnknown() {
        put(3, "");
        put(3, "invalid_field");

        desk.awaitEnd(desk.jobs.start(redrive(reason(Letter.UNKNOWN_REASON))));

        assertThat(desk.queue.sentBack()).hasSize(3);
    }

    @Test
    void leavesLettersOfOtherQueuesWhateverIsMeant() {
        put(3, "invalid_field");
        String other = desk.queue.put("of another queue", "invalid_field");
        String unclear = desk.queue.put("of nobody knows whom", "invalid_field");
        desk.queue.comesFrom("of another queue", Letter.Origin.OTHER);
        desk.queue.comesFrom("of nobody knows whom", Letter.Origin.UNCLEAR);

        assertThat(desk.orders.dryRun(Selection.ALL).matched()).isEqualTo(3);
        assertThat(desk.letters.find(other)).isEmpty();
        assertThat(desk.letters.find(unclear)).isPresent();
        desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL)));
        JobView discard =
                desk.awaitEnd(desk.jobs.start(JobOrder.discard(Selection.ofIds(Set.of(other, unclear)), ALICE)));

        assertThat(desk.queue.sentBack()).hasSize(3);
        // The one that was named is taken, the other queue's is not.
        assertThat(discard).returns(1L, JobView::done);
        assertThat(desk.queue.ids()).containsExactly(other);
        assertThat(desk.letters.snapshot(true).letters()).isEmpty();
        assertThat(desk.queue.visible()).isEqualTo(1);
    }

    @Test
    void leavesLettersThatCameAfterItsBegin() {
        put(1, "invalid_field");
        desk.queue.beforeSend(() -> {
            desk.clock.advance(Duration.ofMillis(1));
            desk.queue.put("again", "invalid_field");
        });

        desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL)));

        assertThat(desk.queue.sentBack()).hasSize(1);
        assertThat(desk.queue.ids()).hasSize(1);
    }

    @Test
    void keepsLettersThatTheQueueDoesNotTake() {
        put(20, "invalid_field");
        desk.queue.refuse(Operation.DEAD_LETTER, id -> id.endsWith("7"));

        JobView end = desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL)));

        assertThat(end).returns(18L, JobView::done).returns(2L, JobView::refused);
        assertThat(end.error()).hasValueSatisfying(error -> assertThat(error).contains("MadeToFail"));
        assertThat(desk.queue.ids()).containsExactly("letter-7", "letter-17");
        assertThat(desk.queue.visible()).isEqualTo(2);
    }

    @Test
    void sendsNoLetterTwiceBecauseItCouldNotBeDeleted() {
        put(10, "invalid_field");
        desk.queue.refuse(Operation.DELETE, id -> id.equals("letter-3"));

        JobView first = desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL)));

        assertThat(first.done()).isEqualTo(10);
        assertThat(first.error()).hasValueSatisfying(error -> assertThat(error).contains("not deleted"));
        // It is held, so that nobody sends it again soon.
        assertThat(desk.queue.ids()).containsExactly("letter-3");
        assertThat(desk.queue.visible()).isZero();
    }

    @Test
    void losesNothingWhenItDiesBetweenSendAndDelete() {
        put(10, "invalid_field");
        desk.queue.refuse(Operation.DELETE, id -> true);
        desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL)));
        assertThat(desk.queue.ids()).hasSize(10);

        // What a worker that was killed held comes back when its hold is over.
        desk.clock.advance(Duration.ofMinutes(6));
        desk.queue.refuse(Operation.DELETE, id -> false);
        desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL)));

        assertThat(desk.queue.ids()).isEmpty();
        assertThat(desk.queue.sentBack()).extracting(Letter::id).containsAll(ids(10));
    }

    @Test
    void runsOneJobAtATime() throws InterruptedException {
        put(20, "invalid_field");
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        desk.queue.beforeSend(() -> {
            sending.countDown();
            awaitQuietly(goOn);
        });
        JobView first = desk.jobs.start(redrive(Selection.ALL));
        sending.await();

        assertThatExceptionOfType(LetterJobs.NotNow.class)
                .isThrownBy(() -> desk.jobs.start(redrive(Selection.ALL)))
                .withMessageContaining(first.id());
        assertThat(desk.jobs.running()).map(JobView::id).contains(first.id());

        goOn.countDown();
        assertThat(desk.awaitEnd(first).state()).isEqualTo(State.DONE);
        assertThat(desk.jobs.running()).isEmpty();
    }

    @Test
    void endsAfterTheLettersInHandWhenItIsCancelled() {
        put(50, "invalid_field");
        desk.queue.beforeSend(() -> desk.jobs.running().ifPresent(job -> desk.jobs.cancel(job.id(), ALICE)));

        JobView end = desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL)));

        assertThat(end).returns(State.CANCELLED, JobView::state).returns(false, JobView::complete);
        assertThat(desk.queue.sentBack()).hasSize(10);
        assertThat(desk.queue.visible()).isEqualTo(40);
    }

    @Test
    void saysWhyItFailedAndLetsGoOfWhatItHolds() {
        put(25, "invalid_field");
        put(25, "unknown_type");
        desk.queue.beforeSend(() -> desk.queue.failReceives(1));

        JobView end = desk.awaitEnd(desk.jobs.start(redrive(reason("invalid_field"))));

        assertThat(end).returns(State.FAILED, JobView::state);
        assertThat(end.error()).contains("made to fail");
        assertThat(desk.queue.ids()).hasSize(40);
        assertThat(desk.queue.visible()).isEqualTo(40);
    }

    @Test
    void twoAtWorkMoveEachLetterOnce() {
        put(200, "invalid_field");
        put(200, "unknown_type");
        try (Desk other = new Desk(desk)) {
            JobView here = desk.jobs.start(redrive(reason("invalid_field")));
            JobView there = other.jobs.start(redrive(reason("invalid_field")));
            desk.awaitEnd(here);
            other.awaitEnd(there);
        }

        assertThat(desk.queue.sentBack()).hasSize(200).extracting(Letter::id).doesNotHaveDuplicates();
        assertThat(desk.queue.ids()).hasSize(200);
        assertThat(desk.queue.visible()).isEqualTo(200);
    }

    @Test
    void discardsLettersByName() {
        put(30, "invalid_field");

        JobView end = desk.awaitEnd(
                desk.jobs.start(JobOrder.discard(Selection.ofIds(Set.of("letter-2", "letter-9")), ALICE)));

        assertThat(end).returns(2L, JobView::done).returns(true, JobView::complete);
        assertThat(desk.queue.sentBack()).isEmpty();
        assertThat(desk.queue.ids()).hasSize(28).doesNotContain("letter-2", "letter-9");
        assertThat(desk.queue.visible()).isEqualTo(28);
    }

    @Test
    void discardsNothingWithoutNames() {
        assertThatIllegalArgumentException().isThrownBy(() -> JobOrder.discard(reason("invalid_field"), ALICE));
        assertThatIllegalArgumentException().isThrownBy(() -> JobOrder.redrive(Selection.ALL, 0, ALICE));
        assertThatIllegalArgumentException().isThrownBy(() -> JobOrder.redrive(Selection.ALL, 1_001, ALICE));
    }

    @Test
    void remembersTheLastJobs() {
        List<String> ids = IntStream.range(0, 22)
                .mapToObj(i ->
                        desk.awaitEnd(desk.jobs.start(redrive(Selection.ALL))).id())
                .toList();

        assertThat(desk.jobs.all()).hasSize(20).first().returns(ids.getLast(), JobView::id);
        assertThat(desk.jobs.find(ids.getFirst())).isEmpty();
        assertThat(desk.jobs.cancel(ids.getFirst(), ALICE)).isEmpty();
    }

    private void put(int count, String reason) {
        for (int i = 0; i < count; i++) {
            if (reason.isEmpty()) {
                desk.queue.put("expired rsv_" + i, Map.of(), Optional.empty());
            } else {
                desk.queue.put("expired rsv_" + i, reason);
            }
        }
    }

    private static List<String> ids(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "letter-" + i).toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
