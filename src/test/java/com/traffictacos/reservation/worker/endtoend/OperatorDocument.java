package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.DEAD_LETTERS;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.operator;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.traffictacos.reservation.worker.sandbox.Poison;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The calls of the page for operators. */
abstract class OperatorDocument extends OperatorTopic {

    @Test
    void doesWhatTheOperationsPageSays() {
        Map<String, String> names = new HashMap<>();
        int calls = 0;
        for (DocumentedCall call : DocumentedCall.all()) {
            MethodDescriptor method = method("traffictacos.worker.v1." + call.service(), call.method());
            DynamicMessage answer = grpc.ask(method, call.request(method, names), OperatorToken.headers());
            calls++;
            switch (call.method()) {
                case "List" -> names.put("MESSAGE_ID", text(answer, "letters", "id"));
                case "Discard", "GetJob" ->
                    assertThat(operator.awaitJob(text(answer, "id")).getString("state"))
                            .isEqualTo("done");
                case "Redrive" -> {
                    names.putIfAbsent("DRY_RUN", text(answer, "dry_run", "token"));
                    names.put("JOB", text(answer, "job", "id"));
                }
                default -> assertThat(answer).isNotNull();
            }
        }

        assertThat(calls).isGreaterThan(8);
        assertThat(operator.awaitJob(names.getOrDefault("JOB", "")).getInt("matched"))
                .isEqualTo(DEAD_LETTERS / Poison.Kind.values().length);
        assertThat(operator.tryGet("/admin/dead-letters/letters/" + names.get("MESSAGE_ID"))
                        .status())
                .as("the discarded one")
                .isEqualTo(404);
        fixture.awaitEmptyQueue(Duration.ofSeconds(30));
    }

    /** A text far inside a message; of a repeated field the first element counts. */
    private static String text(DynamicMessage message, String... path) {
        Object value = message;
        for (String name : path) {
            DynamicMessage parent = (DynamicMessage) value;
            Object field = parent.getField(parent.getDescriptorForType().findFieldByName(name));
            value = field instanceof List<?> list ? list.getFirst() : field;
        }
        return (String) value;
    }
}
