package com.traffictacos.reservation.worker.operations.deadletter;

import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.ALICE;
import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.reason;
import static com.traffictacos.reservation.worker.operations.deadletter.OperatorFixture.redrive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.operations.deadletter.job.JobRequest.Action;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus.State;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService.ConfirmationRequiredException;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService.DryRun;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many dead letters are moved only by somebody who knows how many. */
class ConfirmationTest {

    private static final DeadLetterFilter INVALID = reason("invalid_field");

    private final OperatorFixture operators = new OperatorFixture();

    @AfterEach
    void close() {
        operators.close();
    }

    @Test
    void redrivesMoreThanTwentyOnlyByTheirNumber() {
        put(21);
        DryRun dryRun = operators.orders.dryRun(INVALID);
        String token = dryRun.token().text();

        assertThat(dryRun.confirm()).contains("21");
        for (String wrong : Set.of("", "redrive", "20", "22", "021", "all")) {
            refuses(() -> operators.orders.redrive(redrive(INVALID), token, wrong));
        }
        refuses(() -> operators.orders.redrive(redrive(INVALID), "", "redrive"));
        refuses(() -> operators.orders.redrive(redrive(INVALID), "", "21"));
        assertThat(operators.jobs.all()).isEmpty();

        JobStatus job = operators.orders.redrive(redrive(INVALID), token, "21");

        assertThat(operators.awaitEnd(job))
                .returns(21L, JobStatus::done)
                .returns(OptionalLong.of(21), JobStatus::expected)
                .returns("reason invalid_field", JobStatus::selection);
    }

    @Test
    void redrivesTwentyByTheTokenAlone() {
        put(20);
        DryRun dryRun = operators.orders.dryRun(INVALID);

        assertThat(dryRun.confirm()).isEmpty();
        assertThat(operators
                        .awaitEnd(operators.orders.redrive(
                                redrive(INVALID), dryRun.token().text(), ""))
                        .done())
                .isEqualTo(20);
    }

    @Test
    void asksForTheNumberWhereOthersMayBeUnseen() {
        put(30);
        // Another reader holds 27 of them: a job may find these too.
        operators.queue.receive(10, Duration.ofMinutes(1));
        operators.queue.receive(10, Duration.ofMinutes(1));
        operators.queue.receive(7, Duration.ofMinutes(1));

        DryRun dryRun = operators.orders.dryRun(INVALID);

        assertThat(dryRun.matched()).isEqualTo(3);
        assertThat(dryRun.confirm()).contains("3");
        refuses(() -> operators.orders.redrive(redrive(INVALID), dryRun.token().text(), ""));
    }

    @Test
    void namedOnesAreAsManyAsAreNamed() {
        put(30);
        operators.queue.receive(10, Duration.ofMinutes(1));
        DryRun dryRun = operators.orders.dryRun(DeadLetterFilter.ofIds(named(15)));

        assertThat(dryRun.confirm()).isEmpty();
        assertThat(operators.orders.dryRun(DeadLetterFilter.ofIds(named(21))).confirm())
                .isPresent();
    }

    @Test
    void discardsASelectionByItsNumberOnly() {
        put(150);
        DryRun dryRun = operators.orders.dryRun(Action.DISCARD, INVALID);
        String token = dryRun.token().text();

        assertThat(dryRun.confirm()).contains("150");
        for (String wrong : Set.of("", "discard", "149")) {
            refuses(() -> operators.orders.discard(INVALID, token, wrong, ALICE));
        }
        refuses(() -> operators.orders.discard(reason("unknown_type"), token, "150", ALICE));
        String ofRedrive = operators.orders.dryRun(INVALID).token().text();
        refuses(() -> operators.orders.discard(INVALID, ofRedrive, "150", ALICE));
        refuses(() -> operators.orders.redrive(redrive(INVALID), token, "150"));
        assertThat(operators.queue.ids()).hasSize(150);

        assertThat(operators
                        .awaitEnd(operators.orders.discard(INVALID, token, "150", ALICE))
                        .done())
                .isEqualTo(150);
        assertThat(operators.queue.ids()).isEmpty();
        assertThat(operators.queue.sentBack()).isEmpty();
    }

    @Test
    void discardsNeitherMoreThanWasCountedNorWhatCameLater() {
        put(3);
        String token = operators.orders.dryRun(Action.DISCARD, INVALID).token().text();
        operators.clock.advance(Duration.ofSeconds(5));
        String later = operators.queue.put("expired rsv_later", "invalid_field");

        operators.awaitEnd(operators.orders.discard(INVALID, token, "3", ALICE));

        assertThat(operators.queue.ids()).containsExactly(later);
    }

    @Test
    void discardsNoMoreThanWasCountedWhereOthersWereHeld() {
        put(12);
        operators.queue.receive(10, Duration.ofMinutes(1));
        DryRun dryRun = operators.orders.dryRun(Action.DISCARD, INVALID);
        assertThat(dryRun.confirm()).contains("2");
        operators.clock.advance(Duration.ofMinutes(2));

        operators.awaitEnd(operators.orders.discard(INVALID, dryRun.token().text(), "2", ALICE));

        assertThat(operators.queue.ids()).hasSize(10);
        assertThat(operators.queue.visible()).isEqualTo(10);
    }

    @Test
    void discardsNeverEverything() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> operators.orders.dryRun(Action.DISCARD, DeadLetterFilter.ALL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> operators.orders.discard(DeadLetterFilter.ALL, "", "0", ALICE));
    }

    @Test
    void saysWhatACancelledJobShouldHaveFound() {
        put(50);
        operators.queue.beforeSend(
                () -> operators.jobs.running().ifPresent(job -> operators.jobs.cancel(job.id(), ALICE)));
        DryRun dryRun = operators.orders.dryRun(INVALID);

        JobStatus end = operators.awaitEnd(
                operators.orders.redrive(redrive(INVALID), dryRun.token().text(), "50"));

        assertThat(end)
                .returns(State.CANCELLED, JobStatus::state)
                .returns(10L, JobStatus::done)
                .returns(OptionalLong.of(50), JobStatus::expected);
    }

    private static void refuses(ThrowingCallable act) {
        assertThatExceptionOfType(ConfirmationRequiredException.class).isThrownBy(act);
    }

    private static Set<String> named(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "letter-" + i).collect(Collectors.toSet());
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            operators.queue.put("expired rsv_" + i, "invalid_field");
        }
    }
}
