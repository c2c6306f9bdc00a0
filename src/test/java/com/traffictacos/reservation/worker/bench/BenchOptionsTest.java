package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.sandbox.OptionReader.InvalidOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchOptionsTest {

    @Test
    void measuresEverythingWithOneWorkerUnlessToldOtherwise() {
        BenchOptions options = BenchOptions.from(new Properties());

        assertThat(options.scenarios()).isEqualTo(Scenario.ALL);
        assertThat(options.runs()).isEqualTo(3);
        assertThat(options.workers())
                .singleElement()
                .satisfies(worker -> assertThat(worker.jvmArguments()).isEmpty());
        assertThat(options.lightQueue()).isTrue();
    }

    @Test
    void picksScenariosByNameAndByGroup() {
        assertThat(options("bench.scenarios", "steady,scale").scenarios())
                .extracting(Scenario::name)
                .containsExactly("steady", "scale-20", "scale-50", "scale-100", "scale-200");
    }

    @Test
    void comparesWithASecondWorker(@TempDir Path directory) throws IOException {
        Path war = Files.createFile(directory.resolve("other.war"));
        BenchOptions options =
                options("bench.compare", "-Xmx64m  LOG_LEVEL=warn -XX:TieredStopAtLevel=1 " + directory + " " + war);

        assertThat(options.workers()).hasSize(2);
        assertThat(options.workers().get(1)).satisfies(other -> {
            assertThat(other.jvmArguments()).containsExactly("-Xmx64m", "-XX:TieredStopAtLevel=1");
            assertThat(other.environment()).isEqualTo(Map.of("LOG_LEVEL", "warn"));
            assertThat(other.home()).contains(directory);
            assertThat(other.application()).contains(war);
        });
    }

    @Test
    void namesEveryWrongOption() {
        Properties properties = new Properties();
        properties.setProperty("bench.scenarios", "burst,blast");
        properties.setProperty("bench.runs", "0");
        properties.setProperty("bench.compare", "no/such/directory");
        properties.setProperty("bench.queue", "kafka");
        properties.setProperty("bench.speed", "high");

        assertThatThrownBy(() -> BenchOptions.from(properties))
                .isInstanceOf(InvalidOptions.class)
                .message()
                .contains("bench.scenarios", "bench.runs", "bench.compare", "bench.queue", "bench.speed");
    }

    private static BenchOptions options(String name, String value) {
        Properties properties = new Properties();
        properties.setProperty(name, value);
        return BenchOptions.from(properties);
    }
}
