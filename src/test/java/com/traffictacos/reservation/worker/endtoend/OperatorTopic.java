package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryRequest;
import com.traffic_tacos.reservation.v1.WorkerServiceGrpc;
import com.traffic_tacos.worker.v1.PollingServiceGrpc;
import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import io.grpc.stub.AbstractBlockingStub;
import java.util.concurrent.TimeUnit;

/** What the topics of {@link OperatorIT} call its worker with. */
abstract class OperatorTopic {

    static ProcessReservationExpiryRequest expiry(Expectation expectation) {
        return ProcessReservationExpiryRequest.newBuilder()
                .setReservationId(expectation.reservationId())
                .setEventId(expectation.concert())
                .addAllSeatIds(expectation.seats().seatIds())
                .setQuantity(expectation.seats().quantity())
                .build();
    }

    static Expectation poisoned(Poison.Kind kind, ReservationScript story) {
        return fixture.world().poison().expectations(kind).stream()
                .filter(expectation -> expectation.story() == story)
                .findFirst()
                .orElseThrow();
    }

    static WorkerServiceGrpc.WorkerServiceBlockingStub worker() {
        return asOperator(WorkerServiceGrpc.newBlockingStub(grpc.channel()));
    }

    static PollingServiceGrpc.PollingServiceBlockingStub polling() {
        return asOperator(PollingServiceGrpc.newBlockingStub(grpc.channel()));
    }

    static <T extends AbstractBlockingStub<T>> T asOperator(T stub) {
        return OperatorToken.with(stub.withDeadlineAfter(20, TimeUnit.SECONDS));
    }

    static MethodDescriptor method(String service, String name) {
        return grpc.describe(service).findMethodByName(name);
    }
}
