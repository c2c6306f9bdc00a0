package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import com.traffictacos.reservation.worker.operations.admin.AdminError;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Maps the exceptions of all services to a gRPC status. */
public final class ExceptionInterceptor implements ServerInterceptor {

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
        if (failure instanceof StatusRuntimeException answered) {
            return answered.getStatus();
        }
        AdminError error = AdminError.of(failure);
        if (error == AdminError.UNEXPECTED) {
            LOG.error(
                    "a gRPC call failed",
                    fields -> fields.with("method", method).error(failure));
        }
        return Status.Code.valueOf(error.grpcStatus()).toStatus().withDescription(error.message(failure));
    }
}
