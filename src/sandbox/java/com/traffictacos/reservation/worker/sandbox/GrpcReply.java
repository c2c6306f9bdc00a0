package com.traffictacos.reservation.worker.sandbox;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one answer to a gRPC call, with the failure that the conditions ask for, and its line in the journal. */
record GrpcReply<T extends Message>(
        StreamObserver<T> observer, AnsweredCall call, long startedAtNanos, CallJournal journal) {

    /** The metadata of the call that is being taken; set by {@link StandInGrpcServer}. */
    static final Context.Key<Metadata> METADATA = Context.key("metadata");

    private static final List<String> RECORDED = List.of("traceparent", "x-trace-id", "tracestate");
    private static final List<Status> PASSING =
            List.of(Status.UNAVAILABLE, Status.RESOURCE_EXHAUSTED, Status.ABORTED, Status.INTERNAL, Status.UNKNOWN);

    /** Begins the answer; called on the thread that takes the call. */
    static <T extends Message> GrpcReply<T> to(
            StreamObserver<T> observer, String operation, String reservationId, CallJournal journal) {
        if (observer instanceof ServerCallStreamObserver<T> call) {
            // A client that has given up is no error here: the work is done all the same, as in a real service.
            call.setOnCancelHandler(() -> {});
        }
        return new GrpcReply<>(
                observer,
                new AnsweredCall(operation, reservationId, Instant.now(), Duration.ZERO, "", recorded()),
                System.nanoTime(),
                journal);
    }

    private static Map<String, String> recorded() {
        Metadata metadata = METADATA.get();
        Map<String, String> headers = new HashMap<>();
        for (String name : RECORDED) {
            String value =
                    metadata == null ? null : metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    /** Does the work and answers, or fails before or after it. */
    void send(ServiceConditions conditions, Supplier<T> work, Function<T, String> word) {
        ServiceConditions.Failure failure = conditions.nextFailure(call.operation(), call.reservationId());
        try {
            switch (failure) {
                case UNAVAILABLE -> fail(Status.UNAVAILABLE.withDescription("injected"));
                case THROTTLED -> fail(Status.RESOURCE_EXHAUSTED.withDescription("injected"));
                case REFUSED -> fail(Status.UNIMPLEMENTED.withDescription("injected"));
                case BEFORE -> fail(passing(conditions));
                case AFTER -> {
                    var unused = work.get();
                    fail(passing(conditions));
                }
                case NONE -> {
                    T answer = work.get();
                    record(word.apply(answer));
                    observer.onNext(answer);
                    observer.onCompleted();
                }
            }
        } catch (StatusRuntimeException e) {
            fail(e.getStatus());
        }
    }

    private static Status passing(ServiceConditions conditions) {
        return PASSING.get(conditions.pick(PASSING.size())).withDescription("injected");
    }

    private void fail(Status status) {
        record(status.getCode().name());
        observer.onError(status.asRuntimeException());
    }

    private void record(String answer) {
        journal.add(new AnsweredCall(
                call.operation(),
                call.reservationId(),
                call.at(),
                Duration.ofNanos(System.nanoTime() - startedAtNanos),
                answer,
                call.headers()));
    }

    static Timestamp now() {
        Instant now = Instant.now();
        return Timestamp.newBuilder()
                .setSeconds(now.getEpochSecond())
                .setNanos(now.getNano())
                .build();
    }
}
