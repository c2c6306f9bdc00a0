package com.traffictacos.reservation.worker.operations.admin.grpc.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthServiceTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean ready = true;
    private final HealthService health =
            new HealthService(() -> ready, new WorkerExecutors(timer, timer, timer, Executors.defaultThreadFactory()));
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(health.service())
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reservation-worker"})
    void followsReadinessAtEachCheck(String service) {
        assertThat(check(service)).isEqualTo(ServingStatus.SERVING);

        ready = false;
        assertThat(check(service)).isEqualTo(ServingStatus.NOT_SERVING);

        ready = true;
        assertThat(check(service)).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void notifiesAWatcherOfChanges() {
        Watcher watcher = watch("");
        await().until(() -> watcher.statuses.equals(List.of(ServingStatus.SERVING)));

        ready = false;

        await().until(() -> watcher.statuses.equals(List.of(ServingStatus.SERVING, ServingStatus.NOT_SERVING)));
    }

    @Test
    void completesTheWatchesWhenItLeaves() throws InterruptedException {
        Watcher watcher = watch("reservation-worker");
        await().until(() -> !watcher.statuses.isEmpty());

        health.leave();
        health.leave();
        server.shutdown();

        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> watcher.end == Status.Code.OK);
        assertThat(watcher.statuses).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
    }

    @Test
    void answersAndCompletesAWatchThatComesAfterwards() {
        health.leave();

        Watcher watcher = watch("");

        await().until(() -> watcher.end == Status.Code.OK);
        assertThat(watcher.statuses).containsExactly(ServingStatus.NOT_SERVING);
        assertThat(check("")).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void limitsTheWatchersWhateverTheyAskFor() {
        List<Watcher> watchers = IntStream.range(0, 16)
                .mapToObj(i -> watch(i % 2 == 0 ? "" : "unknown-" + i))
                .toList();
        await().until(() -> watchers.stream().noneMatch(watcher -> watcher.statuses.isEmpty()));

        Watcher refused = watch("");

        await().until(() -> refused.end == Status.Code.RESOURCE_EXHAUSTED);
        watchers.getFirst().context.cancel(null);
        await().until(() -> {
            Watcher another = watch("");
            await().until(() -> !another.statuses.isEmpty() || another.end != Status.Code.UNKNOWN);
            return !another.statuses.isEmpty();
        });
    }

    private ServingStatus check(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private Watcher watch(String service) {
        Watcher watcher = new Watcher();
        watcher.context.run(() -> HealthGrpc.newStub(channel)
                .watch(HealthCheckRequest.newBuilder().setService(service).build(), watcher));
        return watcher;
    }

    private static final class Watcher implements StreamObserver<HealthCheckResponse> {

        private final Context.CancellableContext context = Context.current().withCancellation();
        private final List<ServingStatus> statuses = new CopyOnWriteArrayList<>();
        private volatile Status.Code end = Status.Code.UNKNOWN;

        @Override
        public void onNext(HealthCheckResponse response) {
            statuses.add(response.getStatus());
        }

        @Override
        public void onError(Throwable failure) {
            end = Status.fromThrowable(failure).getCode();
        }

        @Override
        public void onCompleted() {
            end = Status.Code.OK;
        }
    }
}
