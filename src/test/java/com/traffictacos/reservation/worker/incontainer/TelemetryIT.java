package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The trace of a delivery on its way out, with the server's telemetry on: the REST client then has spans of its own. */
@ArquillianTest
@Dependent // So that the server knows the configuration that is injected here.
class TelemetryIT {

    private static final String TRACE_ID = "5b8aa5a2d2c872e8321cf37308d69df2";

    @Inject
    Reservations reservations;

    @Inject
    @ConfigProperty(name = "RESERVATION_API_BASE")
    URI base;

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(
                TelemetryIT.class,
                Map.of(
                        "otel.sdk.disabled", "false",
                        "otel.traces.exporter", "none",
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"),
                TestReservationApi.class);
    }

    @Test
    void sendsOneTraceparentOfTheSameTrace() {
        SpanContext trace = SpanContext.createFromRemoteParent(
                TRACE_ID, "051581bf3cb55c13", TraceFlags.getSampled(), TraceState.getDefault());
        try (TestReservationApi api = new TestReservationApi(base)) {
            Runnable call = () -> reservations.change(new ReservationId("rsv_456"), new StatusChange.Expire());
            Context.root().with(Span.wrap(trace)).wrap(call).run();

            assertThat(api.requests().getFirst().headers().get("traceparent"))
                    .matches("00-" + TRACE_ID + "-[0-9a-f]{16}-01");
        }
    }
}
