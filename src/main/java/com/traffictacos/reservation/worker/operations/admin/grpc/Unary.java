package com.traffictacos.reservation.worker.operations.admin.grpc;

import io.grpc.stub.StreamObserver;

/** Completes calls that have a single response. Stateless. */
final class Unary {

    private Unary() {}

    static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}
