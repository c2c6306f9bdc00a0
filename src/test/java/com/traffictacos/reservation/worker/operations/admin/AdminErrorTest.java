package com.traffictacos.reservation.worker.operations.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.NoDeadLetterQueueException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdminErrorTest {

    @ParameterizedTest
    @EnumSource
    void namesAStatusOfGrpcThatIsAnError(AdminError error) {
        assertThat(Status.Code.valueOf(error.grpcStatus())).isNotEqualTo(Status.Code.OK);
        assertThat(error.httpStatus()).isBetween(400, 599);
    }

    @Test
    void tellsTheCallerWhatIsWrong() {
        RuntimeException failure = new QueueUnavailableException("the queue does not exist", null);

        assertThat(AdminError.of(failure)).isEqualTo(AdminError.QUEUE_UNAVAILABLE);
        assertThat(AdminError.QUEUE_UNAVAILABLE.message(failure)).isEqualTo("the queue does not exist");
        assertThat(AdminError.of(new NoDeadLetterQueueException("there is none")))
                .isEqualTo(AdminError.NO_DEAD_LETTER_QUEUE);
        assertThat(AdminError.of(new IllegalArgumentException("ids: too many"))).isEqualTo(AdminError.INVALID);
    }

    @Test
    void keepsTheTextOfAnUnexpectedFailureToTheLog() {
        RuntimeException failure = new IllegalStateException("internal");

        assertThat(AdminError.of(failure)).isEqualTo(AdminError.UNEXPECTED);
        assertThat(AdminError.UNEXPECTED.message(failure)).isEqualTo("see the worker's log");
    }
}
