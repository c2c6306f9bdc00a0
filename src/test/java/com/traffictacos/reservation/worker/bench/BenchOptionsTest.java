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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchOptionsTest {

    @Test
    void measuresEverythingWithOneWorkerUnlessToldOtherwise() {
        BenchOptions options = BenchOptions.from(new Properties());

        assertThat(options.scenarios()).isEqualTo(BenchScenario.ALL);
        assertThat(options.runs()).isEqualTo(3);
        assertThat(options.programs()).singleElement().isEqualTo(Candidate.of(""));
        assertThat(options.lightQueue()).isTrue();
    }

    @Test
    void picksScenariosByNameAndByGroup() {
        assertThat(options("bench.scenarios", "steady,scale").scenarios())
                .extracting(BenchScenario::name)
                .containsExactly(
                        "steady-10", "steady-100", "steady-500", "scale-20", "scale-50", "scale-100", "scale-200");
    }

    @Test
    void comparesWithTheCommandOfAPeer() {
        Properties properties = new Properties();
        properties.setProperty("bench.compare", "command:SPRING_X=1 java -Xmx96m -jar 'two words.jar'");
        properties.setProperty("bench.compare.ready", "/actuator/health/readiness");

        assertThat(BenchOptions.from(properties).programs().get(1)).isInstanceOfSatisfying(PeerCommand.class, peer -> {
            assertThat(peer.environment()).isEqualTo(Map.of("SPRING_X", "1"));
            assertThat(peer.words()).containsExactly("java", "-Xmx96m", "-jar", "two words.jar");
            assertThat(peer.readyPath()).isEqualTo("/actuator/health/readiness");
        });
    }

    @Test
    void takesAReadyPathBesideACommandAlone() {
        Properties properties = new Properties();
        properties.setProperty("bench.compare", "-Xmx64m");
        properties.setProperty("bench.compare.ready", "/ready");

        assertThatThrownBy(() -> BenchOptions.from(properties))
                .isInstanceOf(InvalidOptions.class)
                .hasMessageContaining("bench.compare.ready is '/ready'");
    }

    @ParameterizedTest
    @CsvSource({
        "bench.compare, command:",
        "bench.compare, command:NAME=value",
        "bench.compare, command:java -jar \"open.jar",
        "bench.cgroup, /no/such/group",
        "bench.cgroup, /tmp:/no/such/group",
        "bench.scenarios, steady-1000"
    })
    void refusesWhatCannotBe(String name, String value) {
        assertThatThrownBy(() -> options(name, value))
                .isInstanceOf(InvalidOptions.class)
                .hasMessageStartingWith(name + " is '" + value + "'; accepted: ");
    }

    @Test
    void takesTheControlGroupOfTheDriverUnlessToldOtherwise() {
        assertThat(BenchOptions.from(new Properties()).controlGroups())
                .isEqualTo(OwnControlGroup.directories())
                .isNotEmpty();
    }

    /** Version 1 of the kernel's interface has a directory for each controller. */
    @Test
    void takesADirectoryOfEachController(@TempDir Path directory) throws IOException {
        Path cpu = Files.createDirectories(directory.resolve("cpu,cpuacct/bench"));
        Path memory = Files.createDirectories(directory.resolve("memory/session:7"));

        assertThat(options("bench.cgroup", cpu + ":" + memory).controlGroups()).containsExactly(cpu, memory);
        assertThat(options("bench.cgroup", memory.toString()).controlGroups()).containsExactly(memory);
    }

    @Test
    void refusesAReadyPathWithoutASlash() {
        Properties properties = new Properties();
        properties.setProperty("bench.compare", "command:peer");
        properties.setProperty("bench.compare.ready", "ready");

        assertThatThrownBy(() -> BenchOptions.from(properties))
                .isInstanceOf(InvalidOptions.class)
                .hasMessageContaining("bench.compare.ready is 'ready'");
    }

    @Test
    void comparesWithASecondWorker(@TempDir Path directory) throws IOException {
        Path war = Files.createFile(directory.resolve("other.war"));
        BenchOptions options =
                options("bench.compare", "-Xmx64m  LOG_LEVEL=warn -XX:TieredStopAtLevel=1 " + directory + " " + war);

        assertThat(options.programs()).hasSize(2);
        assertThat(options.programs().get(1)).isInstanceOfSatisfying(Candidate.class, other -> {
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
