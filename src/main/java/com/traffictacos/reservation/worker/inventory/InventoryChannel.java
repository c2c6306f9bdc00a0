package com.traffictacos.reservation.worker.inventory;

import com.traffic_tacos.reservation.v1.InventoryServiceGrpc;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.config.TracingSwitch;
import io.grpc.ChannelCredentials;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The one shared connection to the inventory service. It is made by the first call, given up when idle, and made anew
 * soon after an outage. Safe for use by any number of threads; closed once, when the application ends.
 */
@Singleton
public final class InventoryChannel implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    // A hundred seats take some ten kilobytes.
    private static final int MAX_ANSWER_BYTES = 1 << 20;

    private final Duration timeout;
    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;
    private final InventoryServiceBlockingStub stub;
    private final FreshStart freshStart;
    // Set by the first call that is answered, read by every call.
    private volatile boolean warmedUp;

    @Inject
    public InventoryChannel(Settings.InventoryService settings, TracingSwitch tracing, OpenTelemetry openTelemetry) {
        this(
                settings,
                settings.tls() ? TlsChannelCredentials.create() : InsecureChannelCredentials.create(),
                FreshStart.PAUSE,
                tracing.isOn() ? CallSpans.recorded(openTelemetry, settings.address()) : CallSpans.NONE);
    }

    InventoryChannel(
            Settings.InventoryService settings,
            ChannelCredentials credentials,
            Duration freshStartPause,
            CallSpans spans) {
        timeout = settings.timeout();
        // One thread moves the bytes of one connection; the callers' threads do the rest.
        eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("inventory", true), NioIoHandler.newFactory());
        channel = NettyChannelBuilder.forAddress(
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
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .intercept(new TraceMetadata(spans))
                .build();
        stub = InventoryServiceGrpc.newBlockingStub(channel);
        // The channel's own back-off grows to two minutes and cannot be set: calls would go on failing long after the
        // service is back. An idle channel has none; it looks the name up and connects with the next call, and calls
        // under way end on the old connection.
        freshStart = new FreshStart(freshStartPause, System::nanoTime, channel::enterIdle);
    }

    /** After the settings are checked and before the first message is received. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup startup) {
        connect();
    }

    /** Begins to connect and does not wait for it, so that the first call finds a connection. */
    void connect() {
        channel.getState(true);
    }

    /** Where the connection stands; asking for it does not begin to connect. */
    ConnectivityState state() {
        return channel.getState(false);
    }

    /**
     * Makes one call with the deadline of the settings. A call that has to wait for the connection, or that may be the
     * first to be answered, may take as much longer as connecting may: in a cold process they would all miss it.
     *
     * @throws StatusRuntimeException if the service refuses or cannot be asked
     */
    <T> T call(Function<InventoryServiceBlockingStub, T> rpc) {
        ConnectivityState state = state();
        if (state == ConnectivityState.TRANSIENT_FAILURE) {
            freshStart.noteFailure();
        }
        boolean warm = warmedUp && state == ConnectivityState.READY;
        try {
            T answer = rpc.apply(stub.withDeadlineAfter(warm ? timeout : timeout.plus(CONNECT_TIMEOUT)));
            warmedUp = true;
            freshStart.noteAnswer();
            return answer;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                freshStart.noteSilence();
            } else {
                freshStart.noteAnswer();
            }
            throw e;
        }
    }

    /** Ends calls that are still running and gives the connection back. */
    @Override
    @PreDestroy
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        eventLoop
                .shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_TIMEOUT.toMillis());
    }
}
