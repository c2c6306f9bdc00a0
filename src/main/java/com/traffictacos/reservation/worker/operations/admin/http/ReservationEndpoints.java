package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverviewReader;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/** Shows what is known of one reservation. Read-only, except that a scan raises receive counts of dead letters. */
@SingletonBean
public final class ReservationEndpoints {

    private static final String REFRESH = "refresh";

    private final ReservationOverviewReader reservations;

    @Inject
    public ReservationEndpoints(ReservationOverviewReader reservations) {
        this.reservations = reservations;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (!call.is("GET /reservations/{}")) {
            return Optional.empty();
        }
        if (!Set.of(REFRESH).containsAll(call.query().keySet())) {
            throw new IllegalArgumentException("parameters: only " + REFRESH + " is known");
        }
        return Optional.of(AdminReply.ok(
                ReservationView.of(reservations.read(id(call.path().get(1)), call.flag(REFRESH)))));
    }

    private static ReservationId id(String text) {
        try {
            return new ReservationId(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("reservation_id: " + e.getMessage(), e);
        }
    }
}
