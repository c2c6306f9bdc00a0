package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.sandbox.OptionReader.InvalidOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxOptionsTest {

    @Test
    void takesDefaultsForWhatIsBlankOrMissing() {
        SandboxOptions options = from(Map.of("sandbox.events", "", "sandbox.rate", " "));
        assertThat(options.events()).isZero();
        assertThat(options.rate()).isPositive();
        assertThat(options.latency()).isZero();
        assertThat(options.concurrency()).isEqualTo(20);
        assertThat(options.external()).isFalse();
        assertThat(options.ports()).isEqualTo(SandboxWorld.Ports.FREE);
    }

    @Test
    void lacksRateWhenEventsWaitAtStart() {
        assertThat(from(Map.of("sandbox.events", "1000")).rate()).isZero();
    }

    @Test
    void readsEveryOption() {
        SandboxOptions options = from(Map.of(
                "sandbox.events", "10",
                "sandbox.rate", "2.5",
                "sandbox.latency", "50ms",
                "sandbox.queueLatency", "2s",
                "sandbox.failures", "0.05",
                "sandbox.seed", "-3",
                "sandbox.concurrency", "7",
                "sandbox.worker", "external",
                "sandbox.queuePort", "19324"));
        assertThat(options.rate()).isEqualTo(2.5);
        assertThat(options.latency()).isEqualTo(Duration.ofMillis(50));
        assertThat(options.queueLatency()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.failures()).isEqualTo(0.05);
        assertThat(options.seed()).isEqualTo(-3);
        assertThat(options.concurrency()).isEqualTo(7);
        assertThat(options.external()).isTrue();
        assertThat(options.ports()).isEqualTo(new SandboxWorld.Ports(19_324, 8_021, 8_010));
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox.events,-1",
        "sandbox.events,many",
        "sandbox.rate,0",
        "sandbox.rate,NaN",
        "sandbox.latency,50",
        "sandbox.latency,-1ms",
        "sandbox.latency,61s",
        "sandbox.failures,1.1",
        "sandbox.failures,NaN",
        "sandbox.seed,x",
        "sandbox.concurrency,0",
        "sandbox.worker,docker",
        "sandbox.inventoryPort,70000",
        "sandbox.event,10",
    })
    void refusesWithTheNameOfTheOption(String name, String value) {
        assertThatThrownBy(() -> from(Map.of(name, value)))
                .isInstanceOf(InvalidOptions.class)
                .hasMessageContaining(name);
    }

    @Test
    void namesEveryWrongOptionAtOnce() {
        assertThatThrownBy(() -> from(Map.of("sandbox.events", "x", "sandbox.failures", "2")))
                .hasMessageContaining("sandbox.events is 'x'")
                .hasMessageContaining("sandbox.failures is '2'");
    }

    private static SandboxOptions from(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return SandboxOptions.from(properties);
    }
}
