package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffic_tacos.reservation.v1.ProcessReservationExpiryResponse;
import com.traffic_tacos.reservation.v1.ProcessingStatus;
import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How the worker stops while it is called. The last topic: there is no worker after it. */
abstract class OperatorDrain extends OperatorTopic {

    @Test
    void takesHealthAndCallsInFlightIntoTheDrain() throws Exception {
        List<ServingStatus> recorded = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        HealthGrpc.newStub(grpc.channel()).watch(HealthCheckRequest.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse value) {
                recorded.add(value.getStatus());
            }

            @Override
            public void onError(Throwable failure) {
                closed.complete(false);
            }

            @Override
            public void onCompleted() {
                closed.complete(true);
            }
        });
        await().until(() -> !recorded.isEmpty());
        fixture.world().reservationApi().conditions().setLatency(Duration.ofMillis(1_500));
        Expectation last = poisoned(Poison.Kind.MOVED, ReservationScript.EXPIRES);
        CompletableFuture<ProcessReservationExpiryResponse> inFlight =
                CompletableFuture.supplyAsync(() -> worker().processReservationExpiry(expiry(last)));
        // Its first step is answered; the others take a while.
        await().until(() -> fixture.world().reservationApi().journal().calls().stream()
                .anyMatch(call -> call.reservationId().equals(last.reservationId())));

        fixture.worker().terminate();

        assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(inFlight.get(20, TimeUnit.SECONDS).getStatus())
                .isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(recorded).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
        fixture.stopAndCheckBalance();
    }
}
