package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.GetOverviewRequest;
import com.traffic_tacos.worker.v1.ListReservationPodsRequest;
import com.traffic_tacos.worker.v1.ListReservationPodsResponse;
import com.traffic_tacos.worker.v1.ReservationOverview;
import com.traffic_tacos.worker.v1.ReservationServiceGrpc;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.ExceptionInterceptor;
import com.traffictacos.reservation.worker.operations.fleet.peers.ReservationPods;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverviewReader;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * {@code traffictacos.worker.v1.ReservationService}. Failures are thrown; {@link ExceptionInterceptor} maps them to a
 * status. Thread-safe.
 */
@SingletonBean
public class GrpcReservationService extends ReservationServiceGrpc.ReservationServiceImplBase {

    private final ReservationOverviewReader reservations;
    private final ReservationPods pods;

    @Inject
    public GrpcReservationService(ReservationOverviewReader reservations, ReservationPods pods) {
        this.reservations = reservations;
        this.pods = pods;
    }

    @Override
    public void getOverview(GetOverviewRequest request, StreamObserver<ReservationOverview> observer) {
        ReservationId id = id(request.getReservationId());
        Unary.answer(
                observer,
                ReservationMessages.overview(
                        request.getRefresh() ? reservations.read(id, true, Optional.empty()) : reservations.read(id)));
    }

    @Override
    public void listPods(ListReservationPodsRequest request, StreamObserver<ListReservationPodsResponse> observer) {
        Unary.answer(observer, ReservationMessages.pods(pods.ask(id(request.getReservationId()))));
    }

    private static ReservationId id(String text) {
        try {
            return new ReservationId(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("reservation_id: " + e.getMessage(), e);
        }
    }
}
