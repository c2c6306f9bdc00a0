package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.reservation.v1.CompensationAction;
import com.traffic_tacos.reservation.v1.CompensationActionType;
import com.traffic_tacos.reservation.v1.CompensationType;
import com.traffic_tacos.reservation.v1.GetJobStatusRequest;
import com.traffic_tacos.reservation.v1.GetJobStatusResponse;
import com.traffic_tacos.reservation.v1.PaymentResultType;
import com.traffic_tacos.reservation.v1.ProcessCompensationRequest;
import com.traffic_tacos.reservation.v1.ProcessCompensationResponse;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultRequest;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultResponse;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryRequest;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryResponse;
import com.traffic_tacos.reservation.v1.ProcessingStatus;
import com.traffic_tacos.reservation.v1.WorkerServiceGrpc;
import com.traffic_tacos.reservation.v1.WorkerStatus;
import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that are handled for a caller instead of the queue. */
abstract class OperatorEvents extends OperatorTopic {

    @Test
    void runsTheHandlersOfTheQueue() {
        Expectation expiry = poisoned(Poison.Kind.OUTLASTED, ReservationScript.EXPIRES);
        ProcessReservationExpiryRequest request = expiry(expiry);
        ProcessReservationExpiryResponse expired = worker().processReservationExpiry(request);
        assertThat(expired.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(expired.getNextAction()).isEqualTo("completed");
        assertThat(expired.hasError()).isFalse();
        assertThat(worker().processReservationExpiry(request).getStatus())
                .as("a repetition")
                .isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);

        Expectation payment = poisoned(Poison.Kind.OUTLASTED, ReservationScript.IS_PAID);
        ProcessPaymentResultResponse paid =
                worker().processPaymentResult(result(payment, PaymentResultType.PAYMENT_RESULT_TYPE_APPROVED));
        assertThat(paid.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(paid.getOrderId()).isNotBlank();
        assertThat(worker().processPaymentResult(result(payment, PaymentResultType.PAYMENT_RESULT_TYPE_TIMEOUT))
                        .getStatus())
                .isEqualTo(ProcessingStatus.PROCESSING_STATUS_SKIPPED);

        Expectation failure = poisoned(Poison.Kind.OUTLASTED, ReservationScript.PAYMENT_FAILS);
        ProcessCompensationResponse cancelled = worker().processCompensation(
                        compensation(failure.reservationId(), CompensationType.COMPENSATION_TYPE_CANCEL_RESERVATION));
        assertThat(cancelled.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(cancelled.getActionsTakenList())
                .extracting(CompensationAction::getActionType)
                .containsExactly(
                        CompensationActionType.COMPENSATION_ACTION_TYPE_RESERVATION_CANCEL,
                        CompensationActionType.COMPENSATION_ACTION_TYPE_INVENTORY_RELEASE);
        assertThat(fixture.world()
                        .check()
                        .check(List.of(expiry, payment, failure), List.of())
                        .wrong())
                .isEmpty();
        assertThat(fixture.worker().logLines())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"operator\":\"alice\"", "process payment.approved", payment.reservationId()));
    }

    @Test
    void saysWhatBecameOfCallsThatDidNotGoWell() {
        ProcessReservationExpiryResponse unknown = worker().processReservationExpiry(
                        ProcessReservationExpiryRequest.newBuilder()
                                .setReservationId("nobody")
                                .setEventId("evt_1")
                                .setQuantity(1)
                                .build());
        assertThat(unknown.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_DLQ);
        assertThat(unknown.getNextAction()).isEqualTo("dlq");
        assertThat(unknown.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
        assertThat(unknown.getError().getTraceId()).hasSize(32);
        assertThat(unknown.getError().getDetails(0).getReason()).isEqualTo("reservation_not_found");

        ProcessReservationExpiryResponse invalid = worker().processReservationExpiry(
                        ProcessReservationExpiryRequest.newBuilder()
                                .setReservationId("../x")
                                .setEventId("evt_1")
                                .setQuantity(1)
                                .build());
        assertThat(invalid.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_FAILED);
        assertThat(invalid.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
        assertThat(invalid.getError().getDetails(0).getField()).isEqualTo("reservation_id");

        for (CompensationType type : List.of(
                CompensationType.COMPENSATION_TYPE_REFUND_PAYMENT,
                CompensationType.COMPENSATION_TYPE_CLEANUP_ORPHANED)) {
            assertThat(worker().processCompensation(compensation("rsv_1", type)))
                    .returns(true, ProcessCompensationResponse::getRequiresManualIntervention)
                    .returns(ProcessingStatus.PROCESSING_STATUS_SKIPPED, ProcessCompensationResponse::getStatus);
        }
    }

    @Test
    void tellsTheWorkersHealthAndJobs() {
        com.traffic_tacos.reservation.v1.HealthCheckResponse health = WorkerServiceGrpc.newBlockingStub(grpc.channel())
                .healthCheck(com.traffic_tacos.reservation.v1.HealthCheckRequest.getDefaultInstance());
        assertThat(health.getStatus()).isEqualTo(WorkerStatus.WORKER_STATUS_HEALTHY);
        assertThat(health.getProcessedEventsCount()).isEqualTo(20);
        assertThat(health.hasLastProcessedAt()).isTrue();

        GetJobStatusResponse open = WorkerServiceGrpc.newBlockingStub(grpc.channel())
                .getJobStatus(GetJobStatusRequest.getDefaultInstance());
        assertThat(open.getJobsList()).isEmpty();
        assertThat(open.getMetrics().getTotalEventsCompleted()).isEqualTo(20);
        assertThat(open.getMetrics().getAverageProcessingTimeMs()).isPositive();
        assertThat(worker().getJobStatus(GetJobStatusRequest.getDefaultInstance())
                        .getJobsList())
                .as("the discard")
                .hasSize(1);
    }

    private static ProcessPaymentResultRequest result(Expectation expectation, PaymentResultType type) {
        return ProcessPaymentResultRequest.newBuilder()
                .setReservationId(expectation.reservationId())
                .setPaymentIntentId("pay_1")
                .setResultType(type)
                .build();
    }

    private static ProcessCompensationRequest compensation(String reservationId, CompensationType type) {
        return ProcessCompensationRequest.newBuilder()
                .setReservationId(reservationId)
                .setCompensationType(type)
                .build();
    }
}
