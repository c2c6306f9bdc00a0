package com.traffictacos.reservation.worker.operations.deadletter;

import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.ALICE;
import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.reason;
import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.redrive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobRequest;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterJobsTest {

    private final OperatorFixture operators = new OperatorFixture();

    @AfterEach
    void close() {
        operators.close();
    }

    @Test
    void movesExactlyTheDeadLettersThatAreMeant() {
        put(30, "invalid_field");
        put(40, "paid_but_not_held");
        put(5, "");

        JobStatus end = operators.awaitEnd(operators.jobs.start(redrive(reason("paid_but_not_held"))));

        assertThat(end)
                .returns(State.DONE, JobStatus::state)
                .returns(75L, JobStatus::scanned)
                .returns(40L, JobStatus::matched)
                .returns(40L, JobStatus::done)
                .returns(0L, JobStatus::refused)
                .returns(true, JobStatus::complete);
        assertThat(operators.queue.sentBack())
                .hasSize(40)
                .allSatisfy(deadLetter -> assertThat(deadLetter.reason()).isEqualTo("paid_but_not_held"));
        assertThat(operators.queue.ids()).hasSize(35);
        assertThat(operators.queue.visible()).isEqualTo(35);
    }

    @Test
    void movesDeadLettersOfTheRedrivePolicyAsUnknown() {
        put(3, "");
        put(3, "invalid_field");

        operators.awaitEnd(operators.jobs.start(redrive(reason(DeadLetter.UNKNOWN_REASON))));

        assertThat(operators.queue.sentBack()).hasSize(3);
    }

    @Test
    void leavesDeadLettersOfOtherQueuesWhateverIsMeant() {
        put(3, "invalid_field");
        String other = operators.queue.put("of another queue", "invalid_field");
        String unclear = operators.queue.put("of nobody knows whom", "invalid_field");
        operators.queue.comesFrom("of another queue", DeadLetter.Origin.OTHER);
        operators.queue.comesFrom("of nobody knows whom", DeadLetter.Origin.UNCLEAR);

        assertThat(operators.orders.dryRun(DeadLetterFilter.ALL).matched()).isEqualTo(3);
        assertThat(operators.deadLetters.find(other)).isEmpty();
        assertThat(operators.deadLetters.find(unclear)).isPresent();
        operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));
        JobStatus discard = operators.awaitEnd(
                operators.jobs.start(JobRequest.discard(DeadLetterFilter.ofIds(Set.of(other, unclear)), ALICE)));

        assertThat(operators.queue.sentBack()).hasSize(3);
        // The named one is discarded, the other queue's is not.
        assertThat(discard).returns(1L, JobStatus::done);
        assertThat(operators.queue.ids()).containsExactly(other);
        assertThat(operators.deadLetters.snapshot(true).deadLetters()).isEmpty();
        assertThat(operators.queue.visible()).isEqualTo(1);
    }

    @Test
    void leavesDeadLettersThatCameAfterItsBegin() {
        put(1, "invalid_field");
        operators.queue.beforeSend(() -> {
            operators.clock.advance(Duration.ofMillis(1));
            operators.queue.put("again", "invalid_field");
        });

        operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(operators.queue.sentBack()).hasSize(1);
        assertThat(operators.queue.ids()).hasSize(1);
    }

    @Test
    void keepsDeadLettersThatTheQueueDoesNotTake() {
        put(20, "invalid_field");
        operators.queue.refuse(Operation.DEAD_LETTER, id -> id.endsWith("7"));

        JobStatus end = operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(end).returns(18L, JobStatus::done).returns(2L, JobStatus::refused);
        assertThat(end.error()).hasValueSatisfying(error -> assertThat(error).contains("MadeToFail"));
        assertThat(operators.queue.ids()).containsExactly("letter-7", "letter-17");
        assertThat(operators.queue.visible()).isEqualTo(2);
    }

    @Test
    void sendsNoDeadLetterTwiceBecauseItCouldNotBeDeleted() {
        put(10, "invalid_field");
        operators.queue.refuse(Operation.DELETE, id -> id.equals("letter-3"));

        JobStatus first = operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(first.done()).isEqualTo(10);
        assertThat(first.error()).hasValueSatisfying(error -> assertThat(error).contains("not deleted"));
        // It stays received and hidden, so that no other consumer sends it again soon.
        assertThat(operators.queue.ids()).containsExactly("letter-3");
        assertThat(operators.queue.visible()).isZero();
    }

    /** Also if the scan that found them has failed since. */
    @Test
    void deletesWhatItHasSentBeforeItEnds() {
        put(25, "invalid_field");
        AtomicInteger refused = new AtomicInteger();
        operators.queue.refuse(Operation.DELETE, id -> refused.incrementAndGet() <= 30);
        operators.queue.beforeSend(() -> operators.queue.failReceives(1));

        JobStatus end = operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(end).returns(State.FAILED, JobStatus::state).returns(10L, JobStatus::done);
        assertThat(end.error()).contains("made to fail");
        assertThat(operators.queue.sentBack()).hasSize(10);
        assertThat(operators.queue.ids()).hasSize(15);
        assertThat(operators.queue.visible()).isEqualTo(15);
    }

    @Test
    void losesNothingWhenItDiesBetweenSendAndDelete() {
        put(10, "invalid_field");
        operators.queue.refuse(Operation.DELETE, id -> true);
        operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));
        assertThat(operators.queue.ids()).hasSize(10);

        // What a killed worker received becomes visible again when its visibility timeout ends.
        operators.clock.advance(Duration.ofMinutes(6));
        operators.queue.refuse(Operation.DELETE, id -> false);
        operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(operators.queue.ids()).isEmpty();
        assertThat(operators.queue.sentBack()).extracting(DeadLetter::id).containsAll(ids(10));
    }

    @Test
    void runsOneJobAtATime() throws InterruptedException {
        put(20, "invalid_field");
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        operators.queue.beforeSend(() -> {
            sending.countDown();
            awaitQuietly(goOn);
        });
        JobStatus first = operators.jobs.start(redrive(DeadLetterFilter.ALL));
        sending.await();

        assertThatExceptionOfType(DeadLetterJobs.JobConflictException.class)
                .isThrownBy(() -> operators.jobs.start(redrive(DeadLetterFilter.ALL)))
                .withMessageContaining(first.id());
        assertThat(operators.jobs.running()).map(JobStatus::id).contains(first.id());

        goOn.countDown();
        assertThat(operators.awaitEnd(first).state()).isEqualTo(State.DONE);
        assertThat(operators.jobs.running()).isEmpty();
    }

    @Test
    void endsAfterTheDeadLettersInFlightWhenItIsCancelled() {
        put(50, "invalid_field");
        operators.queue.beforeSend(
                () -> operators.jobs.running().ifPresent(job -> operators.jobs.cancel(job.id(), ALICE)));

        JobStatus end = operators.awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)));

        assertThat(end).returns(State.CANCELLED, JobStatus::state).returns(false, JobStatus::complete);
        assertThat(operators.queue.sentBack()).hasSize(10);
        assertThat(operators.queue.visible()).isEqualTo(40);
    }

    @Test
    void saysWhyItFailedAndLetsGoOfWhatItHolds() {
        put(25, "invalid_field");
        put(25, "unknown_type");
        operators.queue.beforeSend(() -> operators.queue.failReceives(1));

        JobStatus end = operators.awaitEnd(operators.jobs.start(redrive(reason("invalid_field"))));

        assertThat(end).returns(State.FAILED, JobStatus::state);
        assertThat(end.error()).contains("made to fail");
        assertThat(operators.queue.ids()).hasSize(40);
        assertThat(operators.queue.visible()).isEqualTo(40);
    }

    @Test
    void twoAtWorkMoveEachDeadLetterOnce() {
        put(200, "invalid_field");
        put(200, "unknown_type");
        try (OperatorFixture other = new OperatorFixture(operators)) {
            JobStatus here = operators.jobs.start(redrive(reason("invalid_field")));
            JobStatus there = other.jobs.start(redrive(reason("invalid_field")));
            operators.awaitEnd(here);
            other.awaitEnd(there);
        }

        assertThat(operators.queue.sentBack())
                .hasSize(200)
                .extracting(DeadLetter::id)
                .doesNotHaveDuplicates();
        assertThat(operators.queue.ids()).hasSize(200);
        assertThat(operators.queue.visible()).isEqualTo(200);
    }

    @Test
    void discardsDeadLettersByName() {
        put(30, "invalid_field");

        JobStatus end = operators.awaitEnd(operators.jobs.start(
                JobRequest.discard(DeadLetterFilter.ofIds(Set.of("letter-2", "letter-9")), ALICE)));

        assertThat(end).returns(2L, JobStatus::done).returns(true, JobStatus::complete);
        assertThat(operators.queue.sentBack()).isEmpty();
        assertThat(operators.queue.ids()).hasSize(28).doesNotContain("letter-2", "letter-9");
        assertThat(operators.queue.visible()).isEqualTo(28);
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
                .mapToObj(i -> operators
                        .awaitEnd(operators.jobs.start(redrive(DeadLetterFilter.ALL)))
                        .id())
                .toList();

        assertThat(operators.jobs.all()).hasSize(20).first().returns(ids.getLast(), JobStatus::id);
        assertThat(operators.jobs.find(ids.getFirst())).isEmpty();
        assertThat(operators.jobs.cancel(ids.getFirst(), ALICE)).isEmpty();
    }

    @Test
    void leavesARecordOfWhoMovedWhatWithWhichResult() {
        put(3, "invalid_field");
        put(2, "unknown_type");

        JobStatus job = operators.awaitEnd(operators.jobs.start(redrive(reason("invalid_field"))));
        operators.jobs.cancel(job.id(), ALICE);

        assertThat(operators.log.recent())
                .extracting(OperatorChange::operator, OperatorChange::address)
                .containsOnly(tuple("alice", ALICE.address()));
        assertThat(operators.log.recent())
                .extracting(OperatorChange::action, OperatorChange::selection, OperatorChange::result)
                .containsExactly(
                        tuple("cancel", "job " + job.id(), "it had ended before"),
                        tuple(
                                "redrive done",
                                "reason invalid_field",
                                "3 of 3 selected, 0 refused (job " + job.id() + ")"),
                        tuple("redrive begun", "reason invalid_field", "job " + job.id()));
    }

    private void put(int count, String reason) {
        for (int i = 0; i < count; i++) {
            if (reason.isEmpty()) {
                operators.queue.put("expired rsv_" + i, Map.of(), Optional.empty());
            } else {
                operators.queue.put("expired rsv_" + i, reason);
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
