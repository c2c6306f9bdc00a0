package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.common.v1.Error;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.common.v1.SeatStatus;
import com.traffic_tacos.reservation.v1.GetJobStatusRequest;
import com.traffic_tacos.reservation.v1.GetJobStatusResponse;
import com.traffic_tacos.reservation.v1.HealthCheckRequest;
import com.traffic_tacos.reservation.v1.HealthCheckResponse;
import com.traffic_tacos.reservation.v1.ProcessCompensationRequest;
import com.traffic_tacos.reservation.v1.ProcessCompensationResponse;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultRequest;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultResponse;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryRequest;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryResponse;
import com.traffic_tacos.reservation.v1.ProcessingStatus;
import com.traffic_tacos.reservation.v1.WorkerServiceGrpc;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.operations.admin.grpc.ManualEventRunner.Ended;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.AuthenticationInterceptor;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/**
 * {@code reservation.v1.WorkerService} (contract section 7). The response to a request that breaks the contract has the
 * status FAILED and an error that names the field. The response to any other request says how the run ended.
 */
@SingletonBean
public class GrpcWorkerService extends WorkerServiceGrpc.WorkerServiceImplBase {

    private final ManualEventRunner runs;
    private final Compensations compensations;
    private final WorkerStatusMessages figures;
    private final Clock clock;

    @Inject
    public GrpcWorkerService(
            ManualEventRunner runs, Compensations compensations, WorkerStatusMessages figures, Clock clock) {
        this.runs = runs;
        this.compensations = compensations;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    public void processReservationExpiry(
            ProcessReservationExpiryRequest request, StreamObserver<ProcessReservationExpiryResponse> observer) {
        ProcessReservationExpiryResponse.Builder answer = ProcessReservationExpiryResponse.newBuilder();
        try {
            Ended ended = run(EventRequests.expiry(request), request.getRetryCount(), request.getCorrelationId());
            answer.setStatus(EventResponses.status(ended))
                    .addAllReleasedSeats(EventResponses.seats(ended, SeatStatus.SEAT_STATUS_AVAILABLE))
                    .setNextAction(EventResponses.nextAction(ended));
            EventResponses.error(ended).ifPresent(answer::setError);
        } catch (IllegalArgumentException refusal) {
            answer.setStatus(ProcessingStatus.PROCESSING_STATUS_FAILED)
                    .setNextAction(EventResponses.DLQ)
                    .setError(EventResponses.invalid(refusal));
        }
        Unary.answer(
                observer,
                answer.setProcessedAt(EventResponses.timestamp(clock.instant())).build());
    }

    @Override
    public void processPaymentResult(
            ProcessPaymentResultRequest request, StreamObserver<ProcessPaymentResultResponse> observer) {
        ProcessPaymentResultResponse.Builder answer = ProcessPaymentResultResponse.newBuilder();
        try {
            Optional<ReservationEvent> event = EventRequests.payment(request);
            if (event.isPresent()) {
                describe(run(event.get(), request.getRetryCount(), request.getCorrelationId()), event.get(), answer);
            } else {
                answer.setStatus(ProcessingStatus.PROCESSING_STATUS_SKIPPED)
                        .setNextAction(EventResponses.COMPLETED)
                        .setError(Error.newBuilder()
                                .setCode(ErrorCode.ERROR_CODE_FAILED_PRECONDITION)
                                .setMessage("nothing to do: the payment is neither approved nor failed"));
            }
        } catch (IllegalArgumentException refusal) {
            answer.setStatus(ProcessingStatus.PROCESSING_STATUS_FAILED)
                    .setNextAction(EventResponses.DLQ)
                    .setError(EventResponses.invalid(refusal));
        }
        Unary.answer(
                observer,
                answer.setProcessedAt(EventResponses.timestamp(clock.instant())).build());
    }

    private static void describe(Ended ended, ReservationEvent event, ProcessPaymentResultResponse.Builder answer) {
        SeatStatus seats = switch (event.type()) {
            case PAYMENT_APPROVED -> SeatStatus.SEAT_STATUS_SOLD;
            case PAYMENT_FAILED, RESERVATION_EXPIRED, UNKNOWN -> SeatStatus.SEAT_STATUS_AVAILABLE;
        };
        answer.setStatus(EventResponses.status(ended))
                .setOrderId(EventResponses.orderId(ended))
                .addAllAffectedSeats(EventResponses.seats(ended, seats))
                .setNextAction(EventResponses.nextAction(ended));
        EventResponses.error(ended).ifPresent(answer::setError);
    }

    @Override
    public void processCompensation(
            ProcessCompensationRequest request, StreamObserver<ProcessCompensationResponse> observer) {
        ProcessCompensationResponse answer;
        try {
            answer = compensations.process(request, AuthenticationInterceptor.operator());
        } catch (IllegalArgumentException refusal) {
            answer = ProcessCompensationResponse.newBuilder()
                    .setStatus(ProcessingStatus.PROCESSING_STATUS_FAILED)
                    .setProcessedAt(EventResponses.timestamp(clock.instant()))
                    .setError(EventResponses.invalid(refusal))
                    .build();
        }
        Unary.answer(observer, answer);
    }

    @Override
    public void healthCheck(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
        Unary.answer(observer, figures.health(request.getWorkerInstanceId()));
    }

    @Override
    public void getJobStatus(GetJobStatusRequest request, StreamObserver<GetJobStatusResponse> observer) {
        Unary.answer(
                observer,
                figures.jobs(request, AuthenticationInterceptor.caller().isPresent()));
    }

    private Ended run(ReservationEvent event, int retryCount, String correlationId) {
        return runs.run(
                event, EventRequests.retryCount(retryCount), AuthenticationInterceptor.operator(), correlationId);
    }
}
