package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handling.Reservations;
import com.traffictacos.reservation.worker.handling.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handling.Reservations.StatusChange;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

@ArquillianTest
class ReservationClientIT {

    @Inject
    Reservations reservations;

    @Inject
    @ConfigProperty(name = "RESERVATION_API_BASE")
    URI base;

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(
                ReservationClientIT.class,
                Map.of("RESERVATION_TIMEOUT_MS", "500"),
                ReservationApiStandIn.class,
                ReservationApiStandIn.Answer.class,
                ReservationApiStandIn.Request.class);
    }

    @Test
    void changes() {
        try (ReservationApiStandIn api = new ReservationApiStandIn(base)) {
            assertThat(reservations.change(new ReservationId("rsv_1"), new StatusChange.Expire()))
                    .isEqualTo(new ChangeResult.Changed(Optional.empty()));
            assertThat(api.requests().getFirst().body()).isEqualTo("{\"status\":\"EXPIRED\"}");
            assertThat(api.requests().getFirst().method()).isEqualTo("PATCH");
        }
    }
}
