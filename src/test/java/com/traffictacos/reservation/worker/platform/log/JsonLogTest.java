package com.traffictacos.reservation.worker.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonLogTest {

    private final List<String> lines = new ArrayList<>();
    private final JsonLog log = JsonLog.of(JsonLogTest.class);

    @BeforeEach
    @BeforeProperty
    void capture() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    @AfterProperty
    void restore() {
        JsonLog.setThreshold(LogLevel.INFO);
        JsonLog.setSink(System.out::println);
    }

    @Test
    void writesOneObjectWithTheKeysOfTheContract() {
        log.info(
                "event settled",
                fields -> fields.with("reservation_id", "rsv")
                        .with("duration_ms", 85)
                        .with("at", Instant.parse("2026-01-01T00:00:00.1234Z"))
                        .with("trace_id", Optional.of("abc"))
                        .with("span_id", Optional.empty()));

        JsonObject line = parsed();
        assertThat(line.getString("level")).isEqualTo("info");
        assertThat(line.getString("msg")).isEqualTo("event settled");
        assertThat(line.getString("logger")).isEqualTo("JsonLogTest");
        assertThat(line.getString("reservation_id")).isEqualTo("rsv");
        assertThat(line.getInt("duration_ms")).isEqualTo(85);
        assertThat(line.getString("at")).isEqualTo("2026-01-01T00:00:00.123Z");
        assertThat(line.getString("trace_id")).isEqualTo("abc");
        assertThat(line).doesNotContainKey("span_id");
        assertThat(line.getString("ts")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void leavesOutWhatIsBelowTheThreshold() {
        JsonLog.setThreshold(LogLevel.WARN);
        log.debug("no", fields -> {});
        log.info("no", fields -> {});
        log.warn("yes", fields -> {});
        log.error("yes", fields -> {});

        assertThat(lines).hasSize(2);
        assertThat(log.isEnabled(LogLevel.INFO)).isFalse();
    }

    @Test
    void tellsAnErrorWithItsCauses() {
        Exception root = new IllegalStateException("root");
        log.error("failed", fields -> fields.error(new RuntimeException("top", root)));

        assertThat(parsed().getString("error"))
                .isEqualTo("java.lang.RuntimeException: top, caused by java.lang.IllegalStateException: root");
    }

    @Test
    void endsWithAnErrorThatCausesItself() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        log.error("failed", fields -> fields.error(one));

        assertThat(parsed().getString("error")).contains("two");
    }

    @Property
    void staysOnOneLineWhateverTheTextHolds(@ForAll String text) {
        lines.clear();
        log.info(text, fields -> fields.with("text", text));

        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst()).doesNotContainPattern("[\\x00-\\x1f]");
        assertThat(parsed().getString("text")).isEqualTo(text);
    }

    private JsonObject parsed() {
        try (var reader = Json.createReader(new StringReader(lines.getFirst()))) {
            return reader.readObject();
        }
    }
}
