package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.event.ReservationId;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one request, reads its response to the end and closes it, so that the connection can be reused. Thread-safe.
 */
final class ReservationExchange {

    private static final String TRACEPARENT = "traceparent";

    private final ReservationApiClient api;

    ReservationExchange(ReservationApiClient api) {
        this.api = api;
    }

    /** @throws ProcessingException if no response was received */
    HttpResponse change(ReservationId reservationId, String idempotencyKey, StatusPatch patch) {
        return read(api.change(reservationId.value(), idempotencyKey, traceparent(), patch));
    }

    /** @throws ProcessingException if no response was received */
    HttpResponse find(ReservationId reservationId) {
        return read(api.find(reservationId.value(), traceparent()));
    }

    private static HttpResponse read(Response response) {
        try (response) {
            return new HttpResponse(
                    response.getStatus(),
                    Optional.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER)),
                    body(response));
        }
    }

    private static Optional<String> body(Response response) {
        if (!response.hasEntity()) {
            return Optional.of("");
        }
        try (InputStream stream = response.readEntity(InputStream.class)) {
            // No more than the limit that the transport has applied.
            return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | ProcessingException e) {
            // The status was received and decides. Only a caller that needs the body is affected.
            return Optional.empty();
        }
    }

    /**
     * The caller's trace. The propagator is used directly, so that the trace is passed on even if the worker records
     * none.
     */
    private static @Nullable String traceparent() {
        Map<String, String> headers = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), headers, (carrier, key, value) -> {
            if (carrier != null) {
                carrier.put(key, value);
            }
        });
        return headers.get(TRACEPARENT);
    }
}
