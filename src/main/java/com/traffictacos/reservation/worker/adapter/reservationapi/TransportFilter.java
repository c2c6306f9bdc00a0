package com.traffictacos.reservation.worker.adapter.reservationapi;

import jakarta.annotation.Priority;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Replaces the REST client's own transport by {@link ReservationTransport}, because the former has no time limit for a
 * whole call and at most fifty connections. It is the last filter: the telemetry filters see the request before it and
 * the response after it.
 *
 * <p>Thread-safe.
 */
@Priority(Integer.MAX_VALUE)
final class TransportFilter implements ClientRequestFilter {

    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 599;

    private final ReservationTransport transport;
    private final Jsonb json = JsonbBuilder.create();

    TransportFilter(ReservationTransport transport) {
        this.transport = transport;
    }

    @Override
    public void filter(ClientRequestContext context) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(context.getMethod(), context.getUri());
        context.getStringHeaders().forEach((name, values) -> {
            // The entity sets its own content type.
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_TYPE)) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        if (context.hasEntity()) {
            byte[] body = json.toJson(context.getEntity()).getBytes(StandardCharsets.UTF_8);
            request.setEntity(new ByteArrayEntity(body, ContentType.create(MediaType.APPLICATION_JSON)));
        }
        context.abortWith(response(transport.exchange(request)));
    }

    private static Response response(HttpResponse answer) throws IOException {
        if (answer.status() < LOWEST_STATUS || answer.status() > HIGHEST_STATUS) {
            throw new IOException("answered with the status " + answer.status() + ", which HTTP does not know");
        }
        Response.ResponseBuilder response = Response.status(answer.status());
        // An answer without a body has no entity: the client reads none for a status such as 204.
        if (!answer.body().equals(Optional.of(""))) {
            response.type(MediaType.APPLICATION_JSON)
                    .entity(answer.body()
                            .<InputStream>map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                            .orElseGet(CutOff::new));
        }
        answer.retryAfter().ifPresent(value -> response.header(HttpHeaders.RETRY_AFTER, value));
        return response.build();
    }

    /** Stands for a body that was incomplete or too long to be read. */
    private static final class CutOff extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("the body was not read to its end");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return read();
        }
    }
}
