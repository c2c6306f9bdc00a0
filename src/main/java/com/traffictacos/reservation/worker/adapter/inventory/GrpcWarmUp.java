package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.reservation.v1.CommitReservationRequest;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.CommitStatus;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffic_tacos.reservation.v1.ReleaseStatus;
import com.traffictacos.reservation.worker.pipeline.warmup.WarmUpTask;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Warms up the gRPC path: makes the calls of an event over a separate connection to a stub server inside the process.
 */
@SingletonBean
public class GrpcWarmUp implements WarmUpTask {

    /** Number of rounds, each with one release and one commit. More rounds did not make the first real calls faster. */
    private static final int ROUNDS = 40;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String NOBODY = "warm-up";
    private static final ReleaseHoldRequest RELEASE = ReleaseHoldRequest.newBuilder()
            .setReservationId(NOBODY)
            .setEventId(NOBODY)
            .addSeatIds(NOBODY)
            .setQuantity(1)
            .setReason(NOBODY)
            .setIdempotencyKey(NOBODY)
            .build();
    private static final CommitReservationRequest COMMIT = CommitReservationRequest.newBuilder()
            .setReservationId(NOBODY)
            .setEventId(NOBODY)
            .addSeatIds(NOBODY)
            .setQuantity(1)
            .setPaymentIntentId(NOBODY)
            .setUserId(NOBODY)
            .setIdempotencyKey(NOBODY)
            .build();

    @Override
    public void warmUp(Executor threads) throws IOException {
        EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("warm-up", true), NioIoHandler.newFactory());
        Server standIn = standIn(eventLoop).start();
        try (InventoryChannel channel = channel(standIn.getPort())) {
            for (int round = 0; round < ROUNDS; round++) {
                InventoryResponseMapper.released(channel.call(stub -> stub.releaseHold(RELEASE)));
                InventoryResponseMapper.committed(channel.call(stub -> stub.commitReservation(COMMIT)));
            }
        } finally {
            standIn.shutdownNow();
            Future<?> unused = eventLoop.shutdownGracefully(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Server standIn(EventLoopGroup eventLoop) {
        return NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .bossEventLoopGroup(eventLoop)
                .workerEventLoopGroup(eventLoop)
                .channelType(NioServerSocketChannel.class)
                .directExecutor()
                .addService(new WillingInventory())
                .build();
    }

    private static InventoryChannel channel(int port) {
        return new InventoryChannel(
                new Settings.InventoryService(
                        new HostAndPort(InetAddress.getLoopbackAddress().getHostAddress(), port), TIMEOUT, false),
                InsecureChannelCredentials.create(),
                ChannelReconnect.PAUSE,
                CallSpans.NONE);
    }

    private static final class WillingInventory extends InventoryServiceGrpc.InventoryServiceImplBase {

        @Override
        public void releaseHold(ReleaseHoldRequest request, StreamObserver<ReleaseHoldResponse> answer) {
            answer.onNext(ReleaseHoldResponse.newBuilder()
                    .setStatus(ReleaseStatus.RELEASE_STATUS_SUCCESS)
                    .build());
            answer.onCompleted();
        }

        @Override
        public void commitReservation(
                CommitReservationRequest request, StreamObserver<CommitReservationResponse> answer) {
            answer.onNext(CommitReservationResponse.newBuilder()
                    .setStatus(CommitStatus.COMMIT_STATUS_SUCCESS)
                    .build());
            answer.onCompleted();
        }
    }
}
