package com.traffictacos.reservation.worker.operations.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditEndpointsTest {

    private static final Instant AT = Instant.parse("2025-01-23T10:00:00Z");
    private static final Operator ALICE = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");

    private final OperatorLog log = new OperatorLog(new ManualClock(AT));
    private final AuditEndpoints endpoints = new AuditEndpoints(log);

    @Test
    void showsTheChangesTheNewestFirst() {
        log.changed(ALICE, "pause", "", "no further receives", fields -> {});
        log.changed(ALICE, "cancel", "job 7", "it ends", fields -> {});

        assertThat(get("audit")).hasValueSatisfying(reply -> {
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body())
                    .isEqualTo(new AuditEndpoints.Audit(
                            PodInfo.name(),
                            List.of(
                                    new OperatorChange(AT, "alice", "192.0.2.1", "cancel", "job 7", "it ends"),
                                    new OperatorChange(AT, "alice", "192.0.2.1", "pause", "", "no further receives"))));
            assertThat(JsonResponse.text(reply.body()))
                    .contains(
                            "\"pod\":", "\"changes\":[{", "\"at\":\"2025-01-23T10:00:00Z\"", "\"selection\":\"job 7\"");
        });
    }

    @Test
    void saysWhoTheCallerIs() {
        assertThat(get("me").map(AdminReply::body).map(JsonResponse::text))
                .contains("{\"name\":\"alice\",\"role\":\"write\"}");
    }

    @Test
    void leavesOtherPathsToOthers() {
        assertThat(get("jobs")).isEmpty();
    }

    private Optional<AdminReply> get(String path) {
        return endpoints.answer(new AdminCall("GET", List.of(path), Map.of(), JsonValue.EMPTY_JSON_OBJECT, ALICE));
    }
}
