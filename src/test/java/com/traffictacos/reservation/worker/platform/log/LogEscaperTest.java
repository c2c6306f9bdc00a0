package com.traffictacos.reservation.worker.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.StringReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogEscaperTest {

    @Test
    void leavesOrdinaryTextAsItIs() {
        String korean = "{\"msg\":\"\uc88c\uc11d \ud83c\udfab\"}";

        assertThat(LogEscaper.escaped(korean)).isSameAs(korean);
    }

    @Test
    void escapesWhatCommandsATerminalOrEndsALine() {
        assertThat(LogEscaper.escaped("\u007f\u009b2J\u0085\u2028\u202e\ufeff"))
                .isEqualTo("\\u007f\\u009b2J\\u0085\\u2028\\u202e\\ufeff");
    }

    @Test
    void escapesHalvesOfCharacters() {
        assertThat(LogEscaper.escaped("a\ud83cb\udfab")).isEqualTo("a\\ud83cb\\udfab");
    }

    @Property
    void changesNoText(@ForAll String text) {
        String json = Json.createObjectBuilder().add("k", text).build().toString();

        String escaped = LogEscaper.escaped(json);

        assertThat(escaped.chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029);
        try (var reader = Json.createReader(new StringReader(escaped))) {
            assertThat(reader.readObject().getString("k")).isEqualTo(text);
        }
    }
}
