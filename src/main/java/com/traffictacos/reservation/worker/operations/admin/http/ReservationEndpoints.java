package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.admin.http.view.ReservationView;
import com.traffictacos.reservation.worker.operations.fleet.peers.ReservationPods;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverviewReader;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Shows what is known of one reservation. Read-only, except that a scan raises receive counts of dead letters. */
@SingletonBean
public final class ReservationEndpoints {

    private static final String REFRESH = "refresh";
    private static final Set<String> PARAMETERS = Set.of(REFRESH, "wait_seconds");

    private final ReservationOverviewReader reservations;
    private final ReservationPods pods;

    @Inject
    public ReservationEndpoints(ReservationOverviewReader reservations, ReservationPods pods) {
        this.reservations = reservations;
        this.pods = pods;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("GET /reservations/{}/pods")) {
            return Optional.of(AdminReply.ok(pods.ask(id(call.path().get(1)))));
        }
        if (!call.is("GET /reservations/{}")) {
            return Optional.empty();
        }
        if (!PARAMETERS.containsAll(call.query().keySet())) {
            throw new IllegalArgumentException(
                    "parameters: only " + String.join(" and ", new TreeSet<>(PARAMETERS)) + " are known");
        }
        ReservationId id = id(call.path().get(1));
        Optional<Duration> wait = DeadLetterEndpoints.wait(call);
        boolean refresh = call.flag(REFRESH);
        return Optional.of(AdminReply.ok(ReservationView.of(
                refresh || wait.isPresent() ? reservations.read(id, refresh, wait) : reservations.read(id))));
    }

    private static ReservationId id(String text) {
        try {
            return new ReservationId(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("reservation_id: " + e.getMessage(), e);
        }
    }
}
