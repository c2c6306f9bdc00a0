package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.NoDeadLetterQueue;
import com.traffictacos.reservation.worker.operations.deadletter.RedriveService;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailable;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CancellationException;

/** Maps the exceptions of all services to a gRPC status. */
final class ExceptionInterceptor implements ServerInterceptor {

    private static final JsonLog LOG = JsonLog.of(ExceptionInterceptor.class);

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onHalfClose() {
                try {
                    super.onHalfClose();
                } catch (RuntimeException e) {
                    call.close(status(e, call.getMethodDescriptor().getFullMethodName()), new Metadata());
                }
            }
        };
    }

    private static Status status(RuntimeException failure, String method) {
        return switch (failure) {
            case StatusRuntimeException e -> e.getStatus();
            case CancellationException e -> Status.CANCELLED;
            case IllegalArgumentException e -> Status.INVALID_ARGUMENT.withDescription(e.getMessage());
            case RedriveService.NotConfirmed e -> Status.FAILED_PRECONDITION.withDescription(e.getMessage());
            case DeadLetterJobs.NotNow e -> Status.FAILED_PRECONDITION.withDescription(e.getMessage());
            case DeadLetterPager.Outdated e -> Status.ABORTED.withDescription(e.getMessage());
            case NoDeadLetterQueue e -> Status.FAILED_PRECONDITION.withDescription(e.getMessage());
            case QueueUnavailable e -> Status.UNAVAILABLE.withDescription(e.getMessage());
            default -> {
                LOG.error(
                        "a gRPC call failed",
                        fields -> fields.with("method", method).error(failure));
                yield Status.INTERNAL.withDescription("see the worker's log");
            }
        };
    }
}
