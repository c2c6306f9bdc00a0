package com.traffictacos.reservation.worker.operations.deadletter;

import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.ALICE;
import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.reason;
import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.redrive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.operations.deadletter.JobStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterJobsTest {

    private final OperatorFixture desk = new OperatorFixture();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void movesExactlyTheLettersThatAreMeant() {
        put(30, "invalid_field");
        put(40, "paid_but_not_held");
        put(5, "");

        JobStatus end = desk.awaitEnd(desk.jobs.start(redrive(reason("paid_but_not_held"))));

        assertThat(end)
                .returns(State.DONE, JobStatus::state)
                .returns(75L, JobStatus::scanned)
                .returns(40L, JobStatus::matched)
                .returns(40L, JobStatus::done)
                .returns(0L, JobStatus::refused)
                .returns(true, JobStatus::complete);
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

        desk.awaitEnd(desk.jobs.start(redrive(reason(DeadLetter.UNKNOWN_REASON))));

        assertThat(desk.queue.sentBack()).hasSize(3);
    }

    @Test
    void leavesLettersOfOtherQueuesWhateverIsMeant() {
        put(3, "invalid_field");
        String other = desk.queue.put("of another queue", "invalid_field");
        String unclear = desk.queue.put("of nobody knows whom", "invalid_field");
        desk.queue.comesFrom("of another queue", DeadLetter.Origin.OTHER);
        desk.queue.comesFrom("of nobody knows whom", DeadLetter.Origin.UNCLEAR);

        assertThat(desk.orders.dryRun(DeadLetterFilter.ALL).matched()).isEqualTo(3);
        assertThat(desk.letters.find(other)).isEmpty();
        assertThat(desk.letters.find(unclear)).isPresent();
        desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)));
        JobStatus discard = desk.awaitEnd(
                desk.jobs.start(JobRequest.discard(DeadLetterFilter.ofIds(Set.of(other, unclear)), ALICE)));

        assertThat(desk.queue.sentBack()).hasSize(3);
        // The named one is discarded, the other queue's is not.
        assertThat(discard).returns(1L, JobStatus::done);
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

        desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(desk.queue.sentBack()).hasSize(1);
        assertThat(desk.queue.ids()).hasSize(1);
    }

    @Test
    void keepsLettersThatTheQueueDoesNotTake() {
        put(20, "invalid_field");
        desk.queue.refuse(Operation.DEAD_LETTER, id -> id.endsWith("7"));

        JobStatus end = desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(end).returns(18L, JobStatus::done).returns(2L, JobStatus::refused);
        assertThat(end.error()).hasValueSatisfying(error -> assertThat(error).contains("MadeToFail"));
        assertThat(desk.queue.ids()).containsExactly("letter-7", "letter-17");
        assertThat(desk.queue.visible()).isEqualTo(2);
    }

    @Test
    void sendsNoLetterTwiceBecauseItCouldNotBeDeleted() {
        put(10, "invalid_field");
        desk.queue.refuse(Operation.DELETE, id -> id.equals("letter-3"));

        JobStatus first = desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(first.done()).isEqualTo(10);
        assertThat(first.error()).hasValueSatisfying(error -> assertThat(error).contains("not deleted"));
        // It stays received and hidden, so that no other consumer sends it again soon.
        assertThat(desk.queue.ids()).containsExactly("letter-3");
        assertThat(desk.queue.visible()).isZero();
    }

    @Test
    void losesNothingWhenItDiesBetweenSendAndDelete() {
        put(10, "invalid_field");
        desk.queue.refuse(Operation.DELETE, id -> true);
        desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)));
        assertThat(desk.queue.ids()).hasSize(10);

        // What a killed worker received becomes visible again when its visibility timeout ends.
        desk.clock.advance(Duration.ofMinutes(6));
        desk.queue.refuse(Operation.DELETE, id -> false);
        desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(desk.queue.ids()).isEmpty();
        assertThat(desk.queue.sentBack()).extracting(DeadLetter::id).containsAll(ids(10));
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
        JobStatus first = desk.jobs.start(redrive(DeadLetterFilter.ALL));
        sending.await();

        assertThatExceptionOfType(DeadLetterJobs.NotNow.class)
                .isThrownBy(() -> desk.jobs.start(redrive(DeadLetterFilter.ALL)))
                .withMessageContaining(first.id());
        assertThat(desk.jobs.running()).map(JobStatus::id).contains(first.id());

        goOn.countDown();
        assertThat(desk.awaitEnd(first).state()).isEqualTo(State.DONE);
        assertThat(desk.jobs.running()).isEmpty();
    }

    @Test
    void endsAfterTheLettersInHandWhenItIsCancelled() {
        put(50, "invalid_field");
        desk.queue.beforeSend(() -> desk.jobs.running().ifPresent(job -> desk.jobs.cancel(job.id(), ALICE)));

        JobStatus end = desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(end).returns(State.CANCELLED, JobStatus::state).returns(false, JobStatus::complete);
        assertThat(desk.queue.sentBack()).hasSize(10);
        assertThat(desk.queue.visible()).isEqualTo(40);
    }

    @Test
    void saysWhyItFailedAndLetsGoOfWhatItHolds() {
        put(25, "invalid_field");
        put(25, "unknown_type");
        desk.queue.beforeSend(() -> desk.queue.failReceives(1));

        JobStatus end = desk.awaitEnd(desk.jobs.start(redrive(reason("invalid_field"))));

        assertThat(end).returns(State.FAILED, JobStatus::state);
        assertThat(end.error()).contains("made to fail");
        assertThat(desk.queue.ids()).hasSize(40);
        assertThat(desk.queue.visible()).isEqualTo(40);
    }

    @Test
    void twoAtWorkMoveEachLetterOnce() {
        put(200, "invalid_field");
        put(200, "unknown_type");
        try (OperatorFixture other = new OperatorFixture(desk)) {
            JobStatus here = desk.jobs.start(redrive(reason("invalid_field")));
            JobStatus there = other.jobs.start(redrive(reason("invalid_field")));
            desk.awaitEnd(here);
            other.awaitEnd(there);
        }

        assertThat(desk.queue.sentBack())
                .hasSize(200)
                .extracting(DeadLetter::id)
                .doesNotHaveDuplicates();
        assertThat(desk.queue.ids()).hasSize(200);
        assertThat(desk.queue.visible()).isEqualTo(200);
    }

    @Test
    void discardsLettersByName() {
        put(30, "invalid_field");

        JobStatus end = desk.awaitEnd(
                desk.jobs.start(JobRequest.discard(DeadLetterFilter.ofIds(Set.of("letter-2", "letter-9")), ALICE)));

        assertThat(end).returns(2L, JobStatus::done).returns(true, JobStatus::complete);
        assertThat(desk.queue.sentBack()).isEmpty();
        assertThat(desk.queue.ids()).hasSize(28).doesNotContain("letter-2", "letter-9");
        assertThat(desk.queue.visible()).isEqualTo(28);
    }

    @Test
    void discardsNothingWithoutNames() {
        assertThatIllegalArgumentException().isThrownBy(() -> JobRequest.discard(reason("invalid_field"), ALICE));
        assertThatIllegalArgumentException().isThrownBy(() -> JobRequest.redrive(DeadLetterFilter.ALL, 0, ALICE));
        assertThatIllegalArgumentException().isThrownBy(() -> JobRequest.redrive(DeadLetterFilter.ALL, 1_001, ALICE));
    }

    @Test
    void remembersTheLastJobs() {
        List<String> ids = IntStream.range(0, 22)
                .mapToObj(i -> desk.awaitEnd(desk.jobs.start(redrive(DeadLetterFilter.ALL)))
                        .id())
                .toList();

        assertThat(desk.jobs.all()).hasSize(20).first().returns(ids.getLast(), JobStatus::id);
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
