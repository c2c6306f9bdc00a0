package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The connections to the inventory service: one for every fifty workers, since a server may take no more than a hundred calls on
 * one. They are made by the first calls, given up when idle, and replaced after failures and with age. Safe for use by any
 * number of threads; closed once, when the application ends.
 */
@Singleton
public final class InventoryChannel implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = HandlingTime.INVENTORY_CONNECT;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    // A hundred seats take some ten kilobytes.
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    /** Half of what servers and proxies commonly allow, because the calls are not spread evenly at each moment. */
    private static final int WORKERS_PER_CONNECTION = 50;

    private final EventLoopGroup eventLoop;
    private final List<InventoryConnection> connections;
    private final AtomicInteger next = new AtomicInteger();

    @Inject
    public InventoryChannel(
            Settings.InventoryService settings,
            Settings.Worker worker,
            TracingSwitch tracing,
            OpenTelemetry openTelemetry) {
        this(
                settings,
                settings.tls() ? TlsChannelCredentials.create() : InsecureChannelCredentials.create(),
                new Upkeep(
                        ChannelReconnect.PAUSE,
                        InventoryConnection.AGE_NANOS,
                        (worker.concurrency() + WORKERS_PER_CONNECTION - 1) / WORKERS_PER_CONNECTION),
                ProxyRules.ofProcess(),
                tracing.isOn() ? CallSpans.recorded(openTelemetry, settings.address()) : CallSpans.NONE);
    }

    /**
     * How the connections are kept.
     *
     * @param pause between two fresh starts of one
     * @param ageNanos at which one is replaced
     */
    record Upkeep(Duration pause, LongSupplier ageNanos, int connections) {}

    InventoryChannel(
            Settings.InventoryService settings,
            ChannelCredentials credentials,
            Duration freshStartPause,
            CallSpans spans) {
        this(
                settings,
                credentials,
                new Upkeep(freshStartPause, InventoryConnection.AGE_NANOS, 1),
                ProxyRules.ofProcess(),
                spans);
    }

    InventoryChannel(
            Settings.InventoryService settings,
            ChannelCredentials credentials,
            Upkeep upkeep,
            ProxyRules proxies,
            CallSpans spans) {
        // One thread moves the bytes of all connections; the callers' threads do the rest.
        eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("inventory", true), NioIoHandler.newFactory());
        connections = Stream.generate(() -> new InventoryConnection(
                        () -> channel(settings, credentials, proxies, spans),
                        settings.timeout(),
                        CONNECT_TIMEOUT,
                        upkeep.pause(),
                        upkeep.ageNanos()))
                .limit(upkeep.connections())
                .toList();
    }

    private ManagedChannel channel(
            Settings.InventoryService settings, ChannelCredentials credentials, ProxyRules proxies, CallSpans spans) {
        return NettyChannelBuilder.forAddress(
                        settings.address().host(), settings.address().port(), credentials)
                .eventLoopGroup(eventLoop)
                .channelType(NioSocketChannel.class)
                // Blocking stubs run their callbacks on the calling thread, so no other executor is needed.
                .directExecutor()
                // The handlers decide about retries; two layers of them would multiply.
                .disableRetry()
                // Spreads calls over the pods of a headless service; with one address it is the same as none.
                .defaultLoadBalancingPolicy("round_robin")
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                // Servers with default settings cut off a client that pings without calls. An idle connection is
                // closed instead, before the 350 s after which AWS load balancers forget it.
                .keepAliveWithoutCalls(false)
                .idleTimeout(5, TimeUnit.MINUTES)
                .proxyDetector(new GrpcProxies(proxies))
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .intercept(new TraceMetadata(spans))
                .build();
    }

    /** After the settings are checked and before the first message is received. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup startup) {
        connect();
    }

    /** Begins to connect and does not wait for it, so that the first calls find connections. */
    void connect() {
        connections.forEach(InventoryConnection::connect);
    }

    /** Where the first connection stands; asking for it does not begin to connect. */
    ConnectivityState state() {
        return connections.getFirst().state();
    }

    /**
     * Makes one call with the deadline of the settings. A call that has to wait for the connection, or that may be the
     * first to be answered, may take as much longer as connecting may: in a cold process they would all miss it.
     *
     * @throws StatusRuntimeException if the service refuses or cannot be asked
     */
    <T> T call(Function<InventoryServiceBlockingStub, T> rpc) {
        int turn = Math.floorMod(next.getAndIncrement(), connections.size());
        return connections.get(turn).call(rpc);
    }

    /** Ends calls that are still running and gives the connections back. */
    @Override
    @PreDestroy
    public void close() {
        connections.forEach(InventoryConnection::close);
        try {
            for (InventoryConnection connection : connections) {
                connection.awaitClosed(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        eventLoop
                .shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT.toMillis());
    }
}
