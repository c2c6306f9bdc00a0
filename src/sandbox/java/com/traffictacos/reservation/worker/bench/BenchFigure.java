package com.traffictacos.reservation.worker.bench;

import java.util.Locale;

/** What can be measured in a run. The name in lower case is the key in the JSON report. */
enum BenchFigure {
    EVENTS_PER_SECOND("events/s", 1),
    MIDDLE_EVENTS_PER_SECOND("events/s, middle 80 %", 1),
    DOWNSTREAM_MS_PER_EVENT("calls' own time per event, ms", 2),
    CEILING("ceiling, events/s", 1),
    SHARE_OF_CEILING("share of the ceiling", 3),
    CPU_LIMIT("limit by CPU, events/s", 1),
    SHARE_OF_LIMIT("share of the lower of both", 3),
    SEND_P50("send to delete p50, ms", 0),
    SEND_P95("send to delete p95, ms", 0),
    SEND_P99("send to delete p99, ms", 0),
    RECEIVE_P50("receive to delete p50, ms", 0),
    RECEIVE_P95("receive to delete p95, ms", 0),
    RECEIVE_P99("receive to delete p99, ms", 0),
    RECEIVE_P50_BESIDE_CALLS("  p50 beside the calls' own time, ms", 0),
    RECEIVE_P99_BESIDE_CALLS("  p99 beside the calls' own time, ms", 0),
    REQUESTS_PER_EVENT("SQS requests per event", 3),
    RECEIVES_PER_EVENT("  ReceiveMessage", 3),
    DELETES_PER_EVENT("  DeleteMessageBatch", 3),
    OTHERS_PER_EVENT("  others", 3),
    WORKER_CPU_MS_PER_EVENT("CPU ms per event, worker", 3),
    WORKER_CPU_MS_PER_EVENT_MIDDLE("  middle 80 %", 3),
    WORLD_CPU_MS_PER_EVENT("CPU ms per event, world", 3),
    WORKER_CPU_SHARE("share of all CPUs, worker", 3),
    WORLD_CPU_SHARE("share of all CPUs, world", 3),
    PEAK_MB("peak resident memory, MB", 0),
    RESIDENT_MB("resident memory at the end, MB", 0),
    ANONYMOUS_MOST_MB("RssAnon at most, MB", 0),
    ANONYMOUS_AFTER_START_MB("RssAnon 1.5 s after ready, MB", 0),
    FILE_AFTER_START_MB("RssFile 1.5 s after ready, MB", 0),
    GC_SHARE("share of time in GC pauses", 4),
    START_TO_READY_S("start to ready, s", 2),
    START_TO_FIRST_S("start to first event deleted, s", 2),
    START_CPU_S("CPU until ready, s", 2),
    SETTLED_CPU_S("CPU until 1.5 s after ready, s", 2),
    STOP_S("SIGTERM to exit, s", 2),
    REDELIVERIES("redeliveries", 0),
    IDLE_RECEIVES_PER_MINUTE("ReceiveMessage calls a minute", 1),
    IDLE_CPU_PERCENT("CPU, % of a core", 2),
    WRONG("wrong states and dead letters", 0);

    private final String label;
    private final int decimals;

    BenchFigure(String label, int decimals) {
        this.label = label;
        this.decimals = decimals;
    }

    String label() {
        return label;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String text(double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
