package com.traffictacos.reservation.worker.sandbox;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A gRPC server on one port of 127.0.0.1 that can go down and come up again. Safe for use by any number of threads. */
final class StandInGrpcServer implements AutoCloseable {

    private final BindableService service;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("grpc-stand-in-timer").factory());
    private final int number;

    // Guarded by this.
    private Server server;

    private StandInGrpcServer(int number, BindableService service) {
        this.service = service;
        this.server = listen(number, service);
        this.number = server.getPort();
    }

    /** @param number zero for any free one */
    static StandInGrpcServer open(int number, BindableService service) {
        return new StandInGrpcServer(number, service);
    }

    private static Server listen(int number, BindableService service) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), number))
                    // Calls are taken without blocking, so that they need no threads of their own.
                    .directExecutor()
                    .permitKeepAliveTime(1, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .intercept(new MetadataInContext())
                    .addService(service)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("port " + number + " cannot be opened", e);
        }
    }

    int number() {
        return number;
    }

    /** Runs the step after the delay; zero: at once, on the calling thread. */
    void after(Duration delay, Runnable step) {
        if (delay.isZero()) {
            step.run();
        } else {
            var unused = timer.schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    synchronized void goDown() {
        server.shutdownNow();
        awaitEnd();
    }

    synchronized void comeUp() {
        if (server.isShutdown()) {
            server = listen(number, service);
        }
    }

    private void awaitEnd() {
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gRPC server does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        goDown();
        timer.shutdownNow();
    }

    private static final class MetadataInContext implements ServerInterceptor {

        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata metadata, ServerCallHandler<A, B> next) {
            Context context = Context.current().withValue(GrpcReply.METADATA, metadata);
            return Contexts.interceptCall(context, call, metadata, next);
        }
    }
}
