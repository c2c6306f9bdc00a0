package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
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
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The connections to the inventory service: one per fifty workers, because a server may limit one connection to a
 * hundred concurrent calls. The first calls open the connections. Idle connections are closed. Failed and old
 * connections are replaced.
 *
 * <p>Thread-safe. Closed once, when the application ends.
 */
@SingletonBean
public final class InventoryChannel implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = HandlingTime.INVENTORY_CONNECT;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    // An answer for a hundred seats takes about 10 KB.
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    /**
     * Half of the limit that servers and proxies commonly set, because calls are not spread evenly over the connections
     * at every moment.
     */
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
     * How the connections are maintained.
     *
     * @param pause minimum time between two reconnects of one connection
     * @param ageNanos age in nanoseconds at which a connection is replaced
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
        // One thread does the network I/O of all connections. The callers' threads do the rest.
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
                // The handlers decide about retries. Two layers of retries would multiply.
                .disableRetry()
                // Spreads calls over the pods of a headless service. With one address it has no effect.
                .defaultLoadBalancingPolicy("round_robin")
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                // Servers with default settings disconnect a client that sends pings without calls. An idle connection
                // is closed instead, before the 350 s after which AWS load balancers drop it.
                .keepAliveWithoutCalls(false)
                .idleTimeout(5, TimeUnit.MINUTES)
                .proxyDetector(new GrpcProxies(proxies))
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .intercept(new TraceMetadata(spans))
                .build();
    }

    /**
     * Runs after the settings are checked and before the first message is received. In operations mode the first call of
     * an operator connects.
     */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup startup, WorkerMode mode) {
        if (mode == WorkerMode.WORKER) {
            connect();
        }
    }

    /** Starts to connect, so that the first calls find connections. Does not block. */
    void connect() {
        connections.forEach(InventoryConnection::connect);
    }

    /** The state of the first connection. Reading it does not start a connection attempt. */
    ConnectivityState state() {
        return connections.getFirst().state();
    }

    /**
     * Makes one call with the deadline of the settings. If the call has to wait for the connection, or may be the first
     * one to be answered, the deadline is extended by the connect time. Without the extension, all first calls of a
     * cold process would miss the deadline.
     *
     * @throws StatusRuntimeException if the service refuses the call or cannot be reached
     */
    <T> T call(Function<InventoryServiceBlockingStub, T> rpc) {
        int turn = Math.floorMod(next.getAndIncrement(), connections.size());
        return connections.get(turn).call(rpc);
    }

    /** Cancels running calls and closes the connections. */
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
