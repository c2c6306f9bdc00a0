package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.health.ProcessIdentity;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.operations.reservation.ReservationHere;
import com.traffictacos.reservation.worker.platform.log.RateLimitedLog;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET /fleet/pod}: the figures of this worker, for other workers of the queue, or with {@code reservation_id} what it
 * knows of one reservation. Takes their tokens alone, not those of operators, and is served whether the console is on or
 * not. Figures are made once a second.
 */
public class PodServlet extends HttpServlet {

    static final String PATH = "/fleet/pod";

    /** The query parameter that asks for one reservation. */
    static final String RESERVATION = "reservation_id";

    private static final long serialVersionUID = 1L;
    private static final RateLimitedLog LOG = RateLimitedLog.of(PodServlet.class);

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"}) // The container sets it; servlets are not serialized.
    private PeerTokens tokens;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private OwnStatus status;

    @Inject
    @SuppressWarnings({"NullAway.Init", "serial"})
    private ReservationHere reservations;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET");
            JsonResponse.send(response, 405, JsonResponse.error("method_not_allowed", "GET"));
        } else if (isFromWorker(request)) {
            answer(request, response);
        } else {
            LOG.warn(
                    "a request for other workers was refused",
                    fields -> fields.with("remote", request.getRemoteAddr()));
            JsonResponse.send(response, 401, JsonResponse.error("wrong_token", "for workers of this queue alone"));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String reservation = request.getParameter(RESERVATION);
        if (reservation == null) {
            JsonResponse.sendText(response, 200, status.text());
            return;
        }
        ReservationId id;
        try {
            id = new ReservationId(reservation);
        } catch (IllegalArgumentException e) {
            JsonResponse.send(response, 400, JsonResponse.error("bad_request", RESERVATION + ": " + e.getMessage()));
            return;
        }
        JsonResponse.send(response, 200, own(id));
    }

    private PodReservation own(ReservationId id) {
        ReservationHere.Known known = reservations.of(id);
        return new PodReservation(
                ProcessIdentity.ID,
                PodInfo.name(),
                id.value(),
                known.inFlight().stream()
                        .limit(PodStatus.MAX_MESSAGES)
                        .map(PodStatus.Message::of)
                        .toList(),
                PodReservation.Outcomes.of(known.outcomes()));
    }

    private boolean isFromWorker(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization != null && tokens.isValid(authorization, arrivedAt(request));
    }

    /** Where the request arrived, as its sender addressed it unless somebody stands between. */
    private static String arrivedAt(HttpServletRequest request) {
        String host = PeerAddress.withoutZone(request.getLocalAddr());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + request.getLocalPort();
    }
}
