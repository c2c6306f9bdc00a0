package com.traffictacos.reservation.worker.adapter.reservationapi;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The reservation API as a MicroProfile REST client (contract section 3). Every status is returned as a response, which
 * the caller closes. A header that is null is not sent.
 */
@Path("/internal/reservations")
@Produces(MediaType.APPLICATION_JSON)
public interface ReservationApiClient extends AutoCloseable {

    @PATCH
    @Path("{reservation_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    Response change(
            @PathParam("reservation_id") String reservationId,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @HeaderParam("traceparent") @Nullable String traceparent,
            StatusPatch patch);

    @GET
    @Path("{reservation_id}")
    Response find(
            @PathParam("reservation_id") String reservationId,
            @HeaderParam("traceparent") @Nullable String traceparent);

    @Override
    void close();
}
