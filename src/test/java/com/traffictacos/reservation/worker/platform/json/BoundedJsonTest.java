package com.traffictacos.reservation.worker.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedJsonTest {

    @Test
    void readsUpToItsBounds() {
        String nested = "{\"a\":" + "[".repeat(BoundedJson.MAX_DEPTH - 1) + "]".repeat(BoundedJson.MAX_DEPTH - 1) + "}";
        String number = "{\"a\":" + "9".repeat(BoundedJson.MAX_NUMBER) + "}";

        assertThat(BoundedJson.object(nested)).isPresent();
        assertThat(BoundedJson.object(nested.replace("[]", "[[]]"))).isEmpty();
        assertThat(BoundedJson.object(number)).isPresent();
        assertThat(BoundedJson.object(number.replace("}", "9}"))).isEmpty();
    }

    @Test
    void countsNothingWithinStrings() {
        String text = "{\"a\":\"\\\"" + "[{9".repeat(5_000) + "9".repeat(60_000) + "\\\\\"}";

        assertThat(BoundedJson.object(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_200, 60_000, 100_000})
    void readsNothingBeyondThem(int size) {
        assertThat(BoundedJson.object("{\"a\":" + "[".repeat(size) + "]".repeat(size) + "}"))
                .isEmpty();
        assertThat(BoundedJson.object("{\"a\":".repeat(size) + "1" + "}".repeat(size)))
                .isEmpty();
        assertThat(BoundedJson.object("{\"a\":" + "9".repeat(size + 1_000) + "}"))
                .isEmpty();
        assertThat(BoundedJson.object("{\"a\":-0." + "0".repeat(size + 1_000) + "1e-5}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{", "x{}", "{\"a\":1e}", "null", "\"{}\""})
    void readsNothingButAnObject(String text) {
        assertThat(BoundedJson.object(text)).isEmpty();
    }

    @Property
    void neverThrows(@ForAll String text) {
        assertThat(BoundedJson.object(text)).isNotNull();
        assertThat(BoundedJson.object("{\"a\":" + text + "}")).isNotNull();
    }
}
