package com.traffictacos.reservation.worker.operations.deadletter;

import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.adapter.json.JsonEventDecoder;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.fixture.Events;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs.JobConflictException;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService.ConfirmationRequiredException;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendRefusedException;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendRefusedException.Why;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService.Resend;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One dead letter is sent with another body: only a valid one, only once, and never lost. */
class ResendTest {

    private static final String BROKEN = "{\"type\":\"reservation.expired\",\"detail\":{\"secret\":\"4711\"}}";
    private static final MessageBody FIXED = new MessageBody(Shape.FLAT.render(Events.expired("rsv_1")));

    private final OperatorFixture operators = new OperatorFixture();
    private final ResendService resends = service(operators);

    @AfterEach
    void close() {
        operators.close();
    }

    private static ResendService service(OperatorFixture fixture) {
        return new ResendService(fixture.deadLetters, fixture.jobs, new JsonEventDecoder());
    }

    @Test
    void sendsTheNewBodyAndDeletesTheDeadLetter() {
        String id = operators.queue.put(BROKEN, "missing_field");
        String other = operators.queue.put("rubbish", "malformed_json");

        Resend sent = resends.resend(id, FIXED, "resend", ALICE);

        assertThat(operators.queue.sentBack())
                .singleElement()
                .satisfies(deadLetter -> assertThat(deadLetter.message().body()).isEqualTo(FIXED.text()));
        assertThat(operators.queue.ids()).containsExactly(other);
        assertThat(sent.type()).isEqualTo(EventType.RESERVATION_EXPIRED);
        assertThat(sent.reservationId()).contains("rsv_1");
        assertThat(sent.job().orElseThrow())
                .returns(JobStatus.State.DONE, JobStatus::state)
                .returns("resend", JobStatus::action)
                .returns(1L, JobStatus::done);
    }

    @Test
    void keepsBothBodiesOutOfTheAuditAndTheirDigestsInIt() {
        String id = operators.queue.put(BROKEN, "missing_field");

        resends.resend(id, FIXED, "resend", ALICE);

        assertThat(operators.log.recent())
                .extracting(OperatorChange::action)
                .containsExactly("resend done", "resend begun");
        OperatorChange done = operators.log.recent().getFirst();
        assertThat(done.selection()).isEqualTo("id " + id);
        assertThat(done.result())
                .contains(
                        "body of " + BROKEN.length() + " bytes (sha256 " + new MessageBody(BROKEN).sha256(),
                        FIXED.sha256())
                .doesNotContain("4711", "rsv_1");
    }

    @Test
    void aCheckNamesTheFieldAndSendsNothing() {
        String id = operators.queue.put(BROKEN, "missing_field");

        assertThat(resends.check(id, FIXED).job()).isEmpty();
        assertThatExceptionOfType(ResendRefusedException.class)
                .isThrownBy(() -> resends.check(id, new MessageBody(BROKEN.replace("secret", "event_id"))))
                .satisfies(refusal -> {
                    assertThat(refusal.why()).isEqualTo(Why.INVALID_BODY);
                    assertThat(refusal.reason()).contains("missing_field");
                    assertThat(refusal.field()).contains("reservation_id");
                    assertThat(refusal).hasMessage("missing_field: reservation_id: missing");
                });
        assertThatExceptionOfType(ResendRefusedException.class)
                .isThrownBy(() -> resends.check(id, new MessageBody("no JSON 4711")))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).contains("malformed_json");
                    assertThat(refusal.field()).isEmpty();
                    assertThat(refusal).hasMessageNotContaining("4711");
                });
        assertThat(operators.queue.sentBack()).isEmpty();
        assertThat(operators.log.recent()).isEmpty();
    }

    @Test
    void sendsNoBodyThatTheDecoderOrTheQueueRefusesOrThatIsUnchanged() {
        String id = operators.queue.put(BROKEN, "missing_field");

        assertThatExceptionOfType(ResendRefusedException.class)
                .isThrownBy(() -> resends.resend(id, new MessageBody("{}"), "resend", ALICE));
        for (String body : new String[] {"", "  ", BROKEN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> resends.resend(id, new MessageBody(body), "resend", ALICE))
                    .withMessageStartingWith("body: ");
        }
        MessageBody large = new MessageBody(FIXED.text() + " ".repeat(1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> resends.resend(id, large, "resend", ALICE));
        assertThatExceptionOfType(ConfirmationRequiredException.class)
                .isThrownBy(() -> resends.resend(id, FIXED, "yes", ALICE));
        assertThat(operators.queue.sentBack()).isEmpty();
        assertThat(operators.jobs.all()).isEmpty();
        assertThat(operators.queue.ids()).containsExactly(id);
    }

    @Test
    void acceptsAnEventThatTakesNoWork() {
        String id = operators.queue.put(BROKEN, "missing_field");
        MessageBody pending =
                new MessageBody("{\"detail-type\":\"Payment Status Updated\",\"detail\":{\"status\":\"PENDING\"}}");

        assertThat(resends.check(id, pending))
                .returns(EventType.UNKNOWN, Resend::type)
                .satisfies(checked -> assertThat(checked.reservationId()).isEmpty());
    }

    @Test
    void aSecondClickFindsTheFirstOneAtWorkOrTheDeadLetterGone() throws InterruptedException {
        String id = operators.queue.put(BROKEN, "missing_field");
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        operators.queue.beforeSend(() -> {
            sending.countDown();
            await(goOn);
        });
        operators.deadLetters.snapshot(true);
        Thread first = Thread.ofVirtual().start(() -> resends.resend(id, FIXED, "resend", ALICE));
        await(sending);

        assertThatExceptionOfType(JobConflictException.class)
                .isThrownBy(() -> resends.resend(id, FIXED, "resend", ALICE));
        goOn.countDown();
        first.join();
        operators.deadLetters.forget();

        assertThatExceptionOfType(ResendRefusedException.class)
                .isThrownBy(() -> resends.resend(id, FIXED, "resend", ALICE))
                .satisfies(refusal -> assertThat(refusal.why()).isEqualTo(Why.NOT_FOUND));
        assertThat(operators.queue.sentBack()).hasSize(1);
    }

    @Test
    void anotherWorkerThatHasSeenItBeforeFindsItGone() {
        String id = operators.queue.put(BROKEN, "missing_field");
        try (OperatorFixture other = new OperatorFixture(operators)) {
            other.deadLetters.snapshot(true);
            resends.resend(id, FIXED, "resend", ALICE);

            assertThatExceptionOfType(ResendRefusedException.class)
                    .isThrownBy(() -> service(other).resend(id, FIXED, "resend", ALICE))
                    .satisfies(refusal -> assertThat(refusal.why()).isEqualTo(Why.GONE));
        }
        assertThat(operators.queue.sentBack()).hasSize(1);
    }

    @Test
    void whatTheQueueDoesNotTakeStays() {
        String id = operators.queue.put(BROKEN, "missing_field");
        operators.queue.refuse(Operation.DEAD_LETTER, any -> true);

        assertThatExceptionOfType(QueueUnavailableException.class)
                .isThrownBy(() -> resends.resend(id, FIXED, "resend", ALICE))
                .withMessageContaining("MadeToFail");
        assertThat(operators.queue.ids()).containsExactly(id);
        assertThat(operators.queue.visible()).isOne();
    }

    /** As after a crash between send and delete: the event is there, and so is the dead letter. */
    @Test
    void saysThatItWasSentWhereTheDeleteFails() {
        String id = operators.queue.put(BROKEN, "missing_field");
        operators.queue.refuse(Operation.DELETE, any -> true);

        Resend sent = resends.resend(id, FIXED, "resend", ALICE);

        assertThat(sent.job().orElseThrow().error()).contains("sent, but not deleted: MadeToFail");
        assertThat(operators.queue.sentBack()).hasSize(1);
        assertThat(operators.queue.ids()).containsExactly(id);
    }

    @Test
    void leavesDeadLettersOfOtherQueuesAlone() {
        operators.queue.comesFrom(BROKEN, DeadLetter.Origin.OTHER);
        String id = operators.queue.put(BROKEN, "missing_field");

        assertThatExceptionOfType(ResendRefusedException.class)
                .isThrownBy(() -> resends.resend(id, FIXED, "resend", ALICE));
        assertThat(operators.queue.ids()).containsExactly(id);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Otherwise the old body would be visible again, and a redrive would send it beside the new one. */
    @Test
    void deletesWhatItHasSentBeforeItEnds() {
        String id = operators.queue.put(BROKEN, "missing_field");
        AtomicInteger refused = new AtomicInteger();
        operators.queue.refuse(Operation.DELETE, any -> refused.incrementAndGet() <= 3);

        Resend sent = resends.resend(id, FIXED, "resend", ALICE);

        assertThat(operators.queue.sentBack()).hasSize(1);
        assertThat(operators.queue.ids()).isEmpty();
        assertThat(sent.job().orElseThrow())
                .returns(JobStatus.State.DONE, JobStatus::state)
                .returns(1L, JobStatus::matched)
                .returns(1L, JobStatus::done);
    }

    /** An old receipt deletes nothing then: the dead letter has to be received again, and none of the others kept. */
    @Test
    void deletesWhatItHasSentOnceItIsVisibleAgain() {
        String id = operators.queue.put(BROKEN, "missing_field");
        operators.putMany(12);
        Instant visible = operators.clock.instant().plusSeconds(31);
        operators.queue.refuse(
                Operation.DELETE, any -> operators.clock.instant().isBefore(visible));

        Resend sent = resends.resend(id, FIXED, "resend", ALICE);

        assertThat(operators.queue.sentBack()).hasSize(1);
        assertThat(operators.queue.ids()).hasSize(12).doesNotContain(id);
        assertThat(operators.queue.visible()).isEqualTo(12);
        assertThat(sent.job().orElseThrow())
                .returns(JobStatus.State.DONE, JobStatus::state)
                .returns(1L, JobStatus::matched)
                .returns(Optional.empty(), JobStatus::error);
    }

    /** Each try may take seconds. SQS takes the old receipt once another worker has received it, and deletes nothing. */
    @Test
    void takesNoDeleteByAnOldReceiptForOneThatWorked() {
        String id = operators.queue.put(BROKEN, "missing_field");
        AtomicInteger tries = new AtomicInteger();
        operators.queue.refuse(Operation.DELETE, any -> {
            if (tries.incrementAndGet() > 2) {
                return false;
            }
            operators.clock.advance(Duration.ofSeconds(16));
            operators.queue.receive(1, Duration.ofSeconds(30));
            return true;
        });

        JobStatus job = resends.resend(id, FIXED, "resend", ALICE).job().orElseThrow();

        assertThat(operators.queue.sentBack()).hasSize(1);
        assertThat(operators.queue.ids()).isEmpty();
        assertThat(job.state()).isEqualTo(JobStatus.State.DONE);
        assertThat(job.error()).isEmpty();
    }

    @Test
    void saysThatItWasSentAndStaysIfItCannotBeDeletedForLong() {
        String id = operators.queue.put(BROKEN, "missing_field");
        Instant begun = operators.clock.instant();
        operators.queue.refuse(Operation.DELETE, any -> true);

        JobStatus job = resends.resend(id, FIXED, "resend", ALICE).job().orElseThrow();

        assertThat(operators.queue.sentBack()).hasSize(1);
        assertThat(operators.queue.ids()).containsExactly(id);
        assertThat(job.isRunning()).isFalse();
        assertThat(job.complete()).isFalse();
        assertThat(job.done()).isEqualTo(1);
        assertThat(job.error())
                .hasValueSatisfying(error -> assertThat(error).contains("sent, but not deleted: MadeToFail"));
        assertThat(Duration.between(begun, operators.clock.instant())).isLessThan(Duration.ofSeconds(90));
    }

    @Test
    void endsAtOnceWhenItIsCancelledWhileItDeletes() {
        String id = operators.queue.put(BROKEN, "missing_field");
        operators.queue.refuse(Operation.DELETE, any -> {
            operators.jobs.running().ifPresent(job -> operators.jobs.cancel(job.id(), ALICE));
            return true;
        });

        JobStatus job = resends.resend(id, FIXED, "resend", ALICE).job().orElseThrow();

        assertThat(job.state()).isEqualTo(JobStatus.State.CANCELLED);
        assertThat(job.error()).hasValueSatisfying(error -> assertThat(error).contains("not deleted"));
        assertThat(Duration.between(job.startedAt(), job.endedAt().orElseThrow()))
                .isLessThan(Duration.ofSeconds(2));
    }
}
