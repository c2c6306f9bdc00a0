package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.adapter.inventory.TestInventoryServer;
import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseReason;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import com.traffictacos.reservation.worker.incontainer.TestReservationApi.Answer;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import io.grpc.Metadata;
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

/** The trace of a delivery on its way out, with the server's telemetry off as it is by default. */
@ArquillianTest
@Dependent // So that the server knows the configuration that is injected here.
class TraceHeadersIT {

    private static final String TRACE_ID = "5b8aa5a2d2c872e8321cf37308d69df2";
    private static final String SPAN_ID = "051581bf3cb55c13";
    private static final ReservationId RESERVATION = new ReservationId("rsv_456");

    @Inject
    Reservations reservations;

    @Inject
    Inventory inventory;

    @Inject
    @ConfigProperty(name = "RESERVATION_API_BASE")
    URI base;

    @Inject
    Settings.InventoryService inventorySettings;

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(
                TraceHeadersIT.class,
                Map.of("INVENTORY_TIMEOUT_MS", "5000"),
                TestReservationApi.class,
                TestInventoryServer.class);
    }

    @Test
    void carriesTraceToBothServices() {
        String parent = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

        withinTrace(() -> {
            assertThat(traceparentAtReservationApi()).isEqualTo(parent);
            assertThat(metadataAtInventory("traceparent")).isEqualTo(parent);
            assertThat(metadataAtInventory("x-trace-id")).isEqualTo(TRACE_ID);
        });
    }

    private static void withinTrace(Runnable calls) {
        SpanContext trace =
                SpanContext.createFromRemoteParent(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), TraceState.getDefault());
        Context.root().with(Span.wrap(trace)).wrap(calls).run();
    }

    private String traceparentAtReservationApi() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(Answer.of(200, "{}"));
            reservations.change(RESERVATION, new StatusChange.Expire());
            return api.requests().getFirst().headers().getOrDefault("traceparent", "");
        }
    }

    private String metadataAtInventory(String name) {
        try (TestInventoryServer service =
                TestInventoryServer.startOn(inventorySettings.address().port())) {
            ReleaseHold release = new ReleaseHold(
                    RESERVATION, new ConcertId("evt_789"), SeatSelection.ofQuantity(1), ReleaseReason.EXPIRED);
            // The worker began to connect when it started, and found nobody. In this thread, which has the trace.
            await().pollInSameThread()
                    .ignoreExceptionsMatching(DependencyUnavailable.class::isInstance)
                    .until(() -> inventory.release(release) != null);
            String value = service.headers().getFirst().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
            return value == null ? "" : value;
        }
    }
}
