package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffictacos.reservation.worker.operations.admin.grpc.access.UnauthenticatedCallLimit;
import com.traffictacos.reservation.worker.operations.admin.grpc.connection.ConnectionLimits;
import com.traffictacos.reservation.worker.operations.admin.grpc.connection.LimitedServerChannel;
import com.traffictacos.reservation.worker.operations.admin.grpc.health.HealthService;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An open gRPC port. Thread-safe. */
final class GrpcServerFactory {

    // Whoever reaches the port may use all of these limits at once without a token. Together they stay below 10 MB of
    // the heap, which is the one of the events (ADR 0035).

    // A thousand message ids take 40 kilobytes, a hundred seats 10.
    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final int MAX_METADATA_BYTES = 8 * 1024;
    private static final int MAX_CONNECTIONS = 64;
    static final int MAX_CONNECTIONS_PER_ADDRESS = 16;
    private static final int MAX_CALLS_PER_CONNECTION = 8;
    static final int MAX_REFLECTION_STREAMS = 8;

    /** What a peer may send before it is read: one request. The default is a megabyte for each connection. */
    private static final int FLOW_CONTROL_WINDOW = 64 * 1024;

    /** Streams that a peer may open and reset at once; more in this time close the connection (CVE-2023-44487). */
    private static final int MAX_RESETS = 200;

    private static final Duration RESET_WINDOW = Duration.ofSeconds(30);
    private static final Duration LAST_CALLS = Duration.ofSeconds(1);

    private final Server server;
    private final EventLoopGroup eventLoop;
    private final HealthService health;
    private volatile long refusingSinceNanos;

    private GrpcServerFactory(Server server, EventLoopGroup eventLoop, HealthService health) {
        this.server = server;
        this.eventLoop = eventLoop;
        this.health = health;
    }

    /**
     * Opens the port on all addresses of the pod.
     *
     * @param number zero for any free port
     * @param executor runs the calls
     * @throws IOException if the port cannot be bound
     */
    static GrpcServerFactory open(int number, GrpcServices services, Executor executor) throws IOException {
        // One thread accepts connections and transfers bytes, which is enough for the few operators.
        EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("grpc-debug", true), NioIoHandler.newFactory());
        ServerBuilder<?> builder = withReflection(number, eventLoop, executor);
        for (BindableService service : services.all()) {
            builder.addService(ServerInterceptors.intercept(service, services.interceptors()));
        }
        try {
            return new GrpcServerFactory(builder.build().start(), eventLoop, services.health());
        } catch (IOException e) {
            Future<?> unused = eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    /** A server with all limits that serves reflection alone so far. */
    static ServerBuilder<?> withReflection(int number, EventLoopGroup eventLoop, Executor executor) {
        ConnectionLimits<Channel> connections = new ConnectionLimits<>(MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS);
        ServerInterceptor fewStreams = new UnauthenticatedCallLimit(MAX_REFLECTION_STREAMS);
        return NettyServerBuilder.forPort(number)
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .channelFactory(() -> new LimitedServerChannel(connections))
                .executor(executor)
                .maxInboundMessageSize(MAX_REQUEST_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .flowControlWindow(FLOW_CONTROL_WINDOW)
                .maxRstFramesPerWindow(MAX_RESETS, Math.toIntExact(RESET_WINDOW.toSeconds()))
                .handshakeTimeout(10, TimeUnit.SECONDS)
                // An interrupted port-forward leaves a connection that no peer closes.
                .keepAliveTime(1, TimeUnit.MINUTES)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(20, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                // Clients connect again by themselves.
                .maxConnectionIdle(1, TimeUnit.MINUTES)
                .maxConnectionAge(30, TimeUnit.MINUTES)
                .maxConnectionAgeGrace(1, TimeUnit.MINUTES)
                .addService(ServerInterceptors.intercept(ProtoReflectionServiceV1.newInstance(), fewStreams))
                .addService(ServerInterceptors.intercept(reflectionOfOlderTools(), fewStreams));
    }

    /** Adds reflection v1alpha: grpcurl and grpcui before 2023 support no other version. */
    @SuppressWarnings("deprecation")
    private static BindableService reflectionOfOlderTools() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }

    int number() {
        return server.getPort();
    }

    void refuseNewCalls() {
        refusingSinceNanos = System.nanoTime();
        health.leave();
        server.shutdown();
    }

    /** @param timeout the time for calls in progress, counted from when new ones were rejected */
    void close(Duration timeout) {
        long left = timeout.toNanos() - (System.nanoTime() - refusingSinceNanos);
        try {
            if (!server.awaitTermination(left, TimeUnit.NANOSECONDS)) {
                server.shutdownNow();
                boolean unused = server.awaitTermination(LAST_CALLS.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException serverGivesUp) {
            Thread.currentThread().interrupt();
            server.shutdownNow();
        }
        Future<?> unused = eventLoop.shutdownGracefully(0, LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
