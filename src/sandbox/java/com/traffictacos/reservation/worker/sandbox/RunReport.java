package com.traffictacos.reservation.worker.sandbox;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of a run.
 *
 * @param pool events that the worker takes at a time
 * @param sent messages sent
 * @param dead messages in the dead-letter queue
 * @param waiting messages that are still in the queue
 * @param wrong reservations, seats and dead letters that did not end as they must
 * @param ledger what the gateway saw
 * @param downstreamTime that both services spent on calls
 */
public record RunReport(
        int pool,
        long sent,
        long dead,
        long waiting,
        int wrong,
        SqsLedger ledger,
        SqsLedger.Totals totals,
        Duration downstreamTime) {

    /** Below this it is the machine that sets the ceiling, and a share of it says nothing. */
    private static final Duration TELLING = Duration.ofMillis(5);

    /** The figures as the world stands. */
    static RunReport of(SandboxWorld world, int pool, int wrong) {
        return new RunReport(
                pool,
                world.generator().sent(),
                world.deadLetterDepth().total(),
                world.depth().total(),
                wrong,
                world.gateway().ledger(),
                world.gateway().ledger().totals(),
                world.downstreamTime());
    }

    /** Messages that were acknowledged and are not dead. */
    public long settled() {
        return Math.max(0, totals.deleted() - dead);
    }

    /** Messages that are nowhere: neither settled nor dead nor in the queue. */
    public long lost() {
        return Math.max(0, sent - settled() - dead - waiting);
    }

    /** From the first receive that brought a message to the last delete. */
    public double eventsPerSecond() {
        double seconds = seconds(totals.span());
        return seconds == 0 ? 0 : totals.deleted() / seconds;
    }

    public Duration meanDownstreamTime() {
        return totals.deleted() == 0 ? Duration.ZERO : downstreamTime.dividedBy(totals.deleted());
    }

    /** What the pool could do if events were nothing but their downstream calls; zero if those take no time. */
    public double ceiling() {
        double mean = seconds(meanDownstreamTime());
        return mean == 0 ? 0 : pool / mean;
    }

    public double shareOfCeiling() {
        return ceiling() == 0 ? 0 : eventsPerSecond() / ceiling();
    }

    public double requestsPerEvent() {
        return totals.deleted() == 0 ? 0 : (double) totals.allRequests() / totals.deleted();
    }

    /** Whether everything ended as it must and nothing is left over. */
    public boolean isRight() {
        return wrong == 0 && lost() == 0 && waiting == 0;
    }

    /** For people. */
    public String table() {
        StringBuilder table = new StringBuilder();
        row(table, "sent", sent);
        row(table, "settled", settled());
        row(table, "lost", lost());
        row(table, "wrong", wrong);
        row(table, "dead-lettered", dead);
        row(table, "left in the queue", waiting);
        row(table, "delivered more than once", totals.redeliveries());
        row(table, "events/s", "%.1f", eventsPerSecond());
        row(table, "send to delete, p50 / p95 / p99", percentiles(ledger.sendToDelete()));
        row(table, "receive to delete, p50 / p95 / p99", percentiles(ledger.receiveToDelete()));
        row(table, "downstream time an event", "%.1f ms", seconds(meanDownstreamTime()) * 1_000);
        if (meanDownstreamTime().compareTo(TELLING) >= 0) {
            row(table, "ceiling (pool " + pool + ")", "%.1f events/s", ceiling());
            row(table, "share of the ceiling", "%.3f", shareOfCeiling());
        }
        row(table, "SQS requests an event", "%.3f", requestsPerEvent());
        totals.requests().forEach((action, count) -> row(table, "  " + action, count));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, long value) {
        row(table, name, Long.toString(value));
    }

    private static void row(StringBuilder table, String name, String format, double value) {
        row(table, name, format.formatted(value));
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "  %-36s %s%n", name, value));
    }

    private static String percentiles(LatencySamples samples) {
        return "%d / %d / %d ms"
                .formatted(
                        samples.percentile(0.50).toMillis(),
                        samples.percentile(0.95).toMillis(),
                        samples.percentile(0.99).toMillis());
    }

    /** For programs. */
    public JsonObject json() {
        JsonObjectBuilder requests = JsonText.BUILD.createObjectBuilder();
        for (Map.Entry<String, Long> action : totals.requests().entrySet()) {
            requests.add(action.getKey(), action.getValue());
        }
        return JsonText.BUILD
                .createObjectBuilder()
                .add("sent", sent)
                .add("settled", settled())
                .add("lost", lost())
                .add("wrong", wrong)
                .add("dead_lettered", dead)
                .add("left_in_queue", waiting)
                .add("redelivered", totals.redeliveries())
                .add("seconds", seconds(totals.span()))
                .add("events_per_second", eventsPerSecond())
                .add("send_to_delete_ms", percentilesJson(ledger.sendToDelete()))
                .add("receive_to_delete_ms", percentilesJson(ledger.receiveToDelete()))
                .add("downstream_ms_per_event", seconds(meanDownstreamTime()) * 1_000)
                .add("pool", pool)
                .add("ceiling_events_per_second", ceiling())
                .add("share_of_ceiling", shareOfCeiling())
                .add("sqs_requests_per_event", requestsPerEvent())
                .add("sqs_requests", requests)
                .build();
    }

    private static JsonObjectBuilder percentilesJson(LatencySamples samples) {
        return JsonText.BUILD
                .createObjectBuilder()
                .add("p50", samples.percentile(0.50).toMillis())
                .add("p95", samples.percentile(0.95).toMillis())
                .add("p99", samples.percentile(0.99).toMillis());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
