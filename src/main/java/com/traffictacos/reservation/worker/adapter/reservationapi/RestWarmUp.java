package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import com.traffictacos.reservation.worker.pipeline.warmup.WarmUpTask;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Warms up the REST path: makes the requests of an event with an identically built REST client to a stub server inside
 * the process.
 */
@SingletonBean
public class RestWarmUp implements WarmUpTask {

    /** Number of rounds, each with one PATCH and one GET. More rounds did not make the first real requests faster. */
    private static final int ROUNDS = 40;

    /** A parent that is not sampled. Without it the platform would export a span per warm-up request. */
    private static final Span UNRECORDED = Span.wrap(SpanContext.create(
            "72656865617273616c00000000000000", "7265686561727365", TraceFlags.getDefault(), TraceState.getDefault()));

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final ReservationId NOBODY = new ReservationId("warm-up");

    @Override
    public void warmUp(Executor threads) throws IOException {
        try (WarmUpHttpServer standIn = WarmUpHttpServer.open(threads);
                ReservationTransport transport = new ReservationTransport(TIMEOUT, 1, ProxyRules.ofProcess());
                ReservationApiClient api = ReservationApiClientProducer.client(standIn.address(), transport)) {
            Context.current().with(UNRECORDED).wrap(() -> request(api)).run();
        }
    }

    private static void request(ReservationApiClient api) {
        ReservationExchange exchange = new ReservationExchange(api);
        ReservationResponseMapper answers = new ReservationResponseMapper(Clock.systemUTC());
        StatusPatch patch = StatusPatch.of(new StatusChange.Expire());
        for (int round = 0; round < ROUNDS; round++) {
            answers.changed(exchange.change(NOBODY, "expire:" + NOBODY, patch));
            answers.found(NOBODY, exchange.find(NOBODY));
        }
    }
}
