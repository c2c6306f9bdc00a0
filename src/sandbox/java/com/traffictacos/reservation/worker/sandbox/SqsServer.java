package com.traffictacos.reservation.worker.sandbox;

import java.util.function.Consumer;

/** What stands behind {@link SqsGateway}. Safe for use by any number of threads. */
interface SqsServer extends AutoCloseable {

    /**
     * Hands a request on, and its answer back, without a limit of time. When the client goes away the request is
     * aborted; when the server fails, the client's connection is reset.
     *
     * @param body in place of the call's own
     * @param whenAnswered must not block
     */
    void forward(HttpCall call, byte[] body, Consumer<HttpAnswer> whenAnswered);

    @Override
    void close();
}
