package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import com.traffictacos.reservation.worker.platform.concurrent.FleetExecutor;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Comment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What {@code server.xml} and the code both have is the same in both. */
class ServerXmlTest {

    private final Document server = parsed();

    @Test
    void hasTheDefaultsOfTheCatalog() {
        Map<String, String> variables = elements("variable")
                .collect(Collectors.toMap(
                        variable -> variable.getAttribute("name"), variable -> variable.getAttribute("defaultValue")));
        Map<String, String> catalog = SettingCatalog.all().stream()
                .filter(setting -> variables.containsKey(setting.variable()))
                .collect(Collectors.toMap(
                        Setting::variable, setting -> setting.defaultText().orElse("")));

        assertThat(variables).containsAllEntriesOf(catalog);
        assertThat(catalog)
                .containsKeys(SettingCatalog.all().stream()
                        .filter(Setting::readByServer)
                        .map(Setting::variable)
                        .toArray(String[]::new));
        assertThat(variables).containsEntry("env.WORKER_CONCURRENCY", variables.get("WORKER_CONCURRENCY"));
    }

    @Test
    void runsAsManyEventsAsThereArePermits() {
        assertThat(policy("eventPolicy")).isEqualTo("${WORKER_CONCURRENCY}");
    }

    @Test
    void limitsThreadsAsTheCodeAssumes() {
        assertThat(policy("pollPolicy")).isEqualTo(String.valueOf(WorkerExecutors.POLLING_THREADS));
        assertThat(policy("operatorPolicy")).isEqualTo(String.valueOf(OperatorExecutor.THREADS));
        assertThat(policy("fleetPolicy")).isEqualTo(String.valueOf(FleetExecutor.THREADS));
        assertThat(OperatorCalls.MAX_CALLS).isBetween(1, OperatorExecutor.THREADS - 1);
    }

    /** A slow fleet must not take the operators' threads, nor a long poll the settling ones. */
    @Test
    void givesEachExecutorAPolicyOfItsOwn() {
        Map<String, String> policies = Stream.concat(
                        elements("managedExecutorService"), elements("managedScheduledExecutorService"))
                .collect(Collectors.toMap(
                        executor -> executor.getAttribute("jndiName"),
                        executor -> executor.getAttribute("concurrencyPolicyRef")));

        assertThat(policies)
                .containsOnly(
                        Map.entry("concurrent/events", "eventPolicy"),
                        Map.entry("concurrent/polling", "pollPolicy"),
                        Map.entry("concurrent/settling", "settlePolicy"),
                        Map.entry("concurrent/operators", "operatorPolicy"),
                        Map.entry("concurrent/fleet", "fleetPolicy"));
    }

    @Test
    void hasACoreThreadForEveryEventPollerAndSettlingRequest() {
        int settling = Integer.parseInt(policy("settlePolicy"));

        String coreThreads = elements("executor").findFirst().orElseThrow().getAttribute("coreThreads");

        assertThat(coreThreads).matches("\\$\\{env\\.WORKER_CONCURRENCY\\+\\d+}");
        assertThat(Integer.parseInt(coreThreads.replaceAll(".*\\+(\\d+)}", "$1")))
                .isGreaterThan(WorkerExecutors.MAX_POLLERS + settling);
    }

    @Test
    void stopsLaterThanTheLongestDrain() {
        String limit = elements("variable")
                .filter(variable -> variable.getAttribute("name").equals("STOP_TIMEOUT"))
                .map(variable -> variable.getAttribute("defaultValue"))
                .findFirst()
                .orElseThrow();
        int longest = IntStream.rangeClosed(1, 3_600)
                .filter(seconds -> SettingCatalog.SHUTDOWN_TIMEOUT_SECONDS
                        .parse(String.valueOf(seconds))
                        .isPresent())
                .max()
                .orElseThrow();

        assertThat(Duration.parse("PT" + limit.toUpperCase(Locale.ROOT))).isGreaterThan(Duration.ofSeconds(longest));
    }

    @Test
    void givesAReasonForEveryTimeout() {
        List<String> names = elements("variable")
                .map(variable -> variable.getAttribute("name"))
                .filter(name -> name.contains("TIME"))
                .toList();

        assertThat(names)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(comment(name)).as(name).isPresent());
    }

    /** The comment directly above a variable. */
    private Optional<String> comment(String variable) {
        return elements("variable")
                .filter(element -> element.getAttribute("name").equals(variable))
                .map(element -> element.getPreviousSibling().getPreviousSibling())
                .filter(node -> node instanceof Comment)
                .map(Node::getTextContent)
                .findFirst();
    }

    private String policy(String id) {
        return elements("concurrencyPolicy")
                .filter(policy -> policy.getAttribute("id").equals(id))
                .map(policy -> policy.getAttribute("max"))
                .findFirst()
                .orElseThrow();
    }

    private Stream<Element> elements(String name) {
        NodeList nodes = server.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).map(Element.class::cast);
    }

    private static Document parsed() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of("src/main/liberty/config/server.xml").toFile());
        } catch (Exception e) {
            throw new AssertionError("server.xml is not well-formed", e);
        }
    }
}
