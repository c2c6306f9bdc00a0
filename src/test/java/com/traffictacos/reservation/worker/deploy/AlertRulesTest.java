package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Mistakes that a rule can repeat, and that promtool has nothing against. That the rules fire is promtool's business. */
class AlertRulesTest {

    private static final Path RULES = Path.of("deploy/observability/prometheus/reservation-worker.rules.yml");

    private static final Pattern AGGREGATION =
            Pattern.compile("(?<![\\w:])(?:sum|min|max|avg|count|group|topk|bottomk)\\b\\s*(by\\s*\\([^)]*\\))?");
    private static final Pattern MATCHING = Pattern.compile("\\b(?:on|ignoring)\\s*\\([^)]*\\)");

    /** A counter whose every single step is told. */
    private static final Pattern ANY_INCREASE =
            Pattern.compile("increase\\(\\s*(\\w+|\\{__name__[^}]*})[^\\[]*\\[(\\w+)]\\s*\\)\\s*\\)\\s*> 0(?![.\\d])");

    static Stream<JsonNode> rules() {
        return YamlText.document(RULES)
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream());
    }

    /** One cluster has several of these workers: what is merged names the wrong one, or none. */
    @ParameterizedTest
    @MethodSource("rules")
    void keepTheNamespacesApart(JsonNode rule) {
        assertThat(merged(expression(rule))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (dependency) (increase(x_total[5m]))",
                "max(x)",
                "min by (namespace, dependency) (x / on (instance) group_left () y)",
                "a unless ignoring (namespace) b"
            })
    void seeNamespacesThatAreMerged(String expression) {
        assertThat(merged(expression)).isNotEmpty();
    }

    static Stream<JsonNode> alerts() {
        return rules().filter(rule -> rule.has("alert"));
    }

    /** The counter of a pod that is there for one event is scraped for the first time when it already stands at 1. */
    @ParameterizedTest
    @MethodSource("alerts")
    void countTheFirstValueOfASeries(JsonNode rule) {
        assertThat(withoutFirstValue(expression(rule))).isEmpty();
    }

    @Test
    void seeAnIncreaseWithoutTheFirstValue() {
        assertThat(withoutFirstValue("sum by (namespace) (increase(x_total{kind=\"a\"}[10m])) > 0"))
                .containsExactly("x_total over 10m");
        assertThat(withoutFirstValue("sum by (namespace) ((max_over_time(x_total[10m]) unless x_total offset 5m)"
                        + " or increase(x_total[10m])) > 0"))
                .containsExactly("x_total over 10m");
    }

    private static String expression(JsonNode rule) {
        return rule.path("expr").asString();
    }

    private static List<String> merged(String expression) {
        Stream<String> aggregations = AGGREGATION
                .matcher(expression)
                .results()
                .filter(found -> found.group(1) == null || !found.group(1).contains("namespace"))
                .map(found -> found.group());
        // `on ()` asks whether there is anything at all, and merges nothing.
        Stream<String> matchings = MATCHING.matcher(expression)
                .results()
                .map(found -> found.group())
                .filter(found -> found.startsWith("on") != found.contains("namespace"))
                .filter(found -> !found.equals("on ()"));
        return Stream.concat(aggregations, matchings).toList();
    }

    private static List<String> withoutFirstValue(String expression) {
        return ANY_INCREASE
                .matcher(expression)
                .results()
                .filter(found -> !Pattern.compile("unless " + Pattern.quote(found.group(1)) + "(\\{[^}]*})? offset "
                                + found.group(2) + "\\)")
                        .matcher(expression)
                        .find())
                .map(found -> found.group(1) + " over " + found.group(2))
                .toList();
    }
}
