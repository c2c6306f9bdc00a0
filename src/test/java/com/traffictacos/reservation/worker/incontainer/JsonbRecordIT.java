package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.adapter.reservationapi.StatusPatch;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The server's JSON-B, which may be another version than the one of the unit tests. */
@ArquillianTest
class JsonbRecordIT {

    private static final Jsonb JSONB = JsonbBuilder.create();

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(JsonbRecordIT.class, Map.of(), Json.class);
    }

    @Test
    void writesRecordWithTheNamesOfTheContractAndWithoutNulls() {
        StatusPatch patch = new StatusPatch("CANCELLED", null, "payment_failed", "insufficient_funds");

        assertThat(Json.parse(JSONB.toJson(patch)))
                .isEqualTo(Json.parse("{\"status\":\"CANCELLED\",\"cancel_reason\":\"payment_failed\","
                        + "\"error_code\":\"insufficient_funds\"}"));
    }

    @Test
    void readsRecordBack() {
        StatusPatch patch = new StatusPatch("CONFIRMED", "pay_abc", null, null);

        assertThat(JSONB.fromJson(JSONB.toJson(patch), StatusPatch.class)).isEqualTo(patch);
    }
}
