package com.traffictacos.reservation.worker.capacity;

import com.traffictacos.reservation.worker.capacity.Chart.Line;
import com.traffictacos.reservation.worker.capacity.ScaleRules.Ahead;
import com.traffictacos.reservation.worker.capacity.ScaleRules.HpaBehavior;
import com.traffictacos.reservation.worker.capacity.Simulation.Outcome;
import com.traffictacos.reservation.worker.capacity.Simulation.Sample;
import com.traffictacos.reservation.worker.capacity.Simulation.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The figures and pictures of {@code docs/capacity.md}. {@code ./mvnw -Pcapacity} writes them; a test compares them with
 * what is there.
 */
public final class CapacityPage {

    /** The measured pod at the limits of {@code deploy/k8s}, and the numbers of its {@code ScaledObject}. */
    static final Situation AS_IT_IS = new Situation(
            "as it is",
            // 120 events a second at 50 ms a call is 20 at a time for 167 ms each. An event takes 0.62 ms of CPU: 400 a
            // second at the request of a quarter of a core, if the neighbours leave no more. A start is 3.5 s on idle
            // cores (docs/capacity.md); what a cluster adds to it was not measured, and 1.5 s are assumed.
            new PodFigures(20, Duration.ofMillis(167), 400, Duration.ofSeconds(5)),
            new ScaleRules(
                    10,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(300),
                    50,
                    new HpaBehavior(100, 4, Duration.ofSeconds(120), 50),
                    Ahead.NOTHING),
            Nodes.ENOUGH);

    /** As the component {@code opening} has it: ten minutes ahead, until half an hour after. */
    static final Ahead BY_THE_CLOCK = Ahead.opening(20, Duration.ofMinutes(40));

    private static final Duration BEFORE_THE_SALE = Duration.ofMinutes(10);
    private static final Duration UNTIL_ALL_IS_QUIET = Duration.ofMinutes(60);

    /** As the component {@code delayed-expiry} has it: what one pod settles within the minute of a hold. */
    static final Ahead BY_DELAYED_MESSAGES =
            Ahead.delayed((int) (Math.round(AS_IT_IS.pod().eventsPerSecond()) * TicketOpening.HOLD.toSeconds()));

    /** One buyer in twenty requests asks for a reservation. */
    private static final double RESERVATIONS = 0.05;

    private static final int FRONT = 30_000;
    private static final long SEED = 42;

    private static final Arrivals THOUSAND = Arrivals.atOnce("1,000 at once", 1_000, Duration.ofMinutes(10));
    private static final Arrivals HALL = new TicketOpening(FRONT, RESERVATIONS, Duration.ofMinutes(10), 25_000)
            .arrivals("one hall", Duration.ofMinutes(12), SEED);
    private static final Arrivals FESTIVAL = new TicketOpening(FRONT, RESERVATIONS, Duration.ofMinutes(5), 1_000_000)
            .arrivals("festival", Duration.ofMinutes(15), SEED);
    private static final Arrivals OUTAGE = Arrivals.atOnce("after an outage", 200_000, Duration.ofMinutes(12));

    private static final String END = "<!-- end -->";

    private CapacityPage() {}

    /** @param arguments the directory of the page */
    public static void main(String[] arguments) throws IOException {
        Path docs = Path.of(arguments[0]);
        for (Map.Entry<String, String> picture : pictures().entrySet()) {
            Files.writeString(docs.resolve(picture.getKey()), picture.getValue());
        }
        Path page = docs.resolve("capacity.md");
        Files.writeString(page, withFigures(Files.readString(page)));
    }

    /** A page with the figures of now in the places that are marked for them. */
    static String withFigures(String page) {
        String text = replace(page, "shapes", shapes());
        text = replace(text, "settings", settings());
        return replace(text, "ahead", ahead());
    }

    /** By file name. */
    static Map<String, String> pictures() {
        Map<String, String> pictures = new LinkedHashMap<>();
        Outcome hall = Simulation.run(AS_IT_IS, HALL);
        pictures.put(
                "capacity-hall.svg",
                new Chart()
                        .panel("events a second into the queue", Line.of("arriving", hall, Sample::arriving))
                        .panel("messages, waiting and in flight", Line.of("messages", hall, Sample::messages))
                        .panel(
                                "pods",
                                Line.of("wanted by KEDA and the HPA", hall, Sample::wanted),
                                Line.of("at work", hall, Sample::ready))
                        .svg("One hall is sold: events arriving, messages in the queue and pods over 12 minutes"));
        List<Situation> compared = variants().stream()
                .filter(variant -> List.of(
                                "as it is", "queueLength 100", "50 pods at once", "nodes for 10 pods, 90 s for more")
                        .contains(variant.name()))
                .toList();
        Line[] messages = new Line[compared.size()];
        Line[] pods = new Line[compared.size()];
        for (int i = 0; i < compared.size(); i++) {
            Outcome outcome = Simulation.run(compared.get(i), HALL);
            messages[i] = Line.of(compared.get(i).name(), outcome, Sample::messages);
            pods[i] = Line.of(compared.get(i).name(), outcome, Sample::ready);
        }
        pictures.put(
                "capacity-settings.svg",
                new Chart()
                        .panel("messages, waiting and in flight", messages)
                        .panel("pods at work", pods)
                        .svg("One hall is sold under four settings: messages in the queue and pods at work"));
        return pictures;
    }

    /** Each shape with the settings as they are. */
    private static String shapes() {
        StringBuilder table = new StringBuilder("""
                | shape | events | most in a second | most pods | drained in | 9 of 10 wait at most | 99 of 100 | all | pod-minutes |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (Arrivals shape : List.of(THOUSAND, HALL, FESTIVAL, OUTAGE)) {
            Outcome outcome = Simulation.run(AS_IT_IS, shape);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %d | %.0f s | %.1f s | %.0f s | %.0f s | %.0f |\n",
                    shape.name(),
                    outcome.events(),
                    shape.peak(),
                    outcome.mostPods(),
                    outcome.drained(),
                    outcome.wait(Share.NINE_OF_TEN),
                    outcome.wait(Share.NINETY_NINE_OF_A_HUNDRED),
                    outcome.wait(Share.ALL),
                    outcome.podMinutes()));
        }
        return table.toString();
    }

    /** One hall, one thing changed at a time. */
    private static String settings() {
        StringBuilder table = new StringBuilder("""
                | changed | most pods | drained in | 9 of 10 wait at most | 99 of 100 | all | pod-minutes |
                |---|---|---|---|---|---|---|
                """);
        for (Situation variant : variants()) {
            Outcome outcome = Simulation.run(variant, HALL);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.0f s | %.1f s | %.0f s | %.0f s | %.0f |\n",
                    variant.name(),
                    outcome.mostPods(),
                    outcome.drained(),
                    outcome.wait(Share.NINE_OF_TEN),
                    outcome.wait(Share.NINETY_NINE_OF_A_HUNDRED),
                    outcome.wait(Share.ALL),
                    outcome.podMinutes()));
        }
        return table.toString();
    }

    /** One hall and a festival, with pods that are asked for before there is work. */
    private static String ahead() {
        StringBuilder table = new StringBuilder("""
                | opening | asked for by | most pods | drained in | 9 of 10 wait at most | 99 of 100 | all | pod-minutes |
                |---|---|---|---|---|---|---|---|
                """);
        for (Arrivals opening : List.of(HALL, FESTIVAL)) {
            row(table, opening, "the queue alone", AS_IT_IS);
            row(
                    table,
                    opening.later(BEFORE_THE_SALE, UNTIL_ALL_IS_QUIET),
                    "the clock, " + BY_THE_CLOCK.pods() + " pods",
                    AS_IT_IS.withRules(AS_IT_IS.rules().withAhead(BY_THE_CLOCK)));
            row(
                    table,
                    opening,
                    "delayed messages",
                    AS_IT_IS.withRules(AS_IT_IS.rules().withAhead(BY_DELAYED_MESSAGES)));
        }
        return table.toString();
    }

    private static void row(StringBuilder table, Arrivals opening, String by, Situation situation) {
        Outcome outcome = Simulation.run(situation, opening);
        table.append(String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.0f s | %.1f s | %.0f s | %.0f s | %.0f |\n",
                opening.name(),
                by,
                outcome.mostPods(),
                outcome.drained(),
                outcome.wait(Share.NINE_OF_TEN),
                outcome.wait(Share.NINETY_NINE_OF_A_HUNDRED),
                outcome.wait(Share.ALL),
                outcome.podMinutes()));
    }

    static List<Situation> variants() {
        ScaleRules rules = AS_IT_IS.rules();
        PodFigures pod = AS_IT_IS.pod();
        PodFigures slowCalls = pod.withHold(Duration.ofMillis(500));
        return List.of(
                AS_IT_IS,
                AS_IT_IS.named("queueLength 5").withRules(rules.withQueueLength(5)),
                AS_IT_IS.named("queueLength 20").withRules(rules.withQueueLength(20)),
                AS_IT_IS.named("queueLength 100").withRules(rules.withQueueLength(100)),
                AS_IT_IS.named("queueLength 500").withRules(rules.withQueueLength(500)),
                AS_IT_IS.named("start 15 s").withPod(pod.withStart(Duration.ofSeconds(15))),
                AS_IT_IS.named("start 30 s").withPod(pod.withStart(Duration.ofSeconds(30))),
                AS_IT_IS.named("pollingInterval 30").withRules(rules.withPollingInterval(Duration.ofSeconds(30))),
                AS_IT_IS.named("cooldownPeriod 60").withRules(rules.withCooldown(Duration.ofSeconds(60))),
                AS_IT_IS.named("50 pods at once")
                        .withRules(rules.withBehavior(new HpaBehavior(100, 50, Duration.ofSeconds(120), 50))),
                AS_IT_IS.named("no stabilization on the way down")
                        .withRules(rules.withBehavior(new HpaBehavior(100, 4, Duration.ZERO, 100))),
                AS_IT_IS.named("calls of 150 ms").withPod(slowCalls),
                AS_IT_IS.named("calls of 150 ms, queueLength 100")
                        .withPod(slowCalls)
                        .withRules(rules.withQueueLength(100)),
                AS_IT_IS.named("maxReplicaCount 20").withRules(rules.withMaxReplicas(20)),
                AS_IT_IS.named("nodes for 10 pods, 90 s for more").withNodes(new Nodes(10, Duration.ofSeconds(90))));
    }

    private static String replace(String page, String name, String figures) {
        String begin = "<!-- figures: " + name + " -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf(END, from);
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException("the page has no place for " + name);
        }
        return page.substring(0, from + begin.length()) + figures + page.substring(to);
    }
}
