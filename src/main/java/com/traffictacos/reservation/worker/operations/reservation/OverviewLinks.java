package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview.Trace;
import com.traffictacos.reservation.worker.platform.address.LinkTemplate;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the links of one overview from the templates of the settings. Immutable. */
final class OverviewLinks {

    /** How far back logs are looked for if nothing is known of the reservation. */
    private static final Duration WITHOUT_A_TIME = Duration.ofDays(1);

    /** Before the earliest known time: the log lines of the first attempt are older than its end. */
    private static final Duration MARGIN = Duration.ofMinutes(15);

    /** The longest time that SQS keeps a message, in the queue and again in the dead-letter queue, is 28 days. */
    private static final Duration LONGEST = Duration.ofDays(30);

    /** Always with milliseconds: Grafana recognises times of this length. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String TRACE = "trace_id";

    private final Settings.ReservationOverview settings;
    private final Map<String, String> values;

    /**
     * @param earliest the earliest time at which something of the reservation is known
     * @param now the end of the time range
     */
    OverviewLinks(
            Settings.ReservationOverview settings, ReservationId reservation, Optional<Instant> earliest, Instant now) {
        this.settings = settings;
        Instant from =
                earliest.map(time -> clamped(time, now).minus(MARGIN)).orElseGet(() -> now.minus(WITHOUT_A_TIME));
        this.values = Map.of("reservation_id", reservation.value(), "from", TIME.format(from), "to", TIME.format(now));
    }

    /** A time of a dead letter may be any: another sender may have set it. */
    private static Instant clamped(Instant time, Instant now) {
        Instant first = now.minus(LONGEST);
        if (time.isBefore(first)) {
            return first;
        }
        return time.isAfter(now) ? now : time;
    }

    List<Trace> traces(List<String> traceIds) {
        return traceIds.stream()
                .map(traceId -> new Trace(
                        traceId,
                        settings.traceUrl().map(template -> expanded(template, traceId)),
                        settings.logUrl()
                                .filter(template -> template.uses(TRACE))
                                .map(template -> expanded(template, traceId))))
                .toList();
    }

    Optional<String> logs() {
        return settings.logUrl().filter(template -> !template.uses(TRACE)).map(template -> template.expand(values));
    }

    private String expanded(LinkTemplate template, String traceId) {
        Map<String, String> all = new HashMap<>(values);
        all.put(TRACE, traceId);
        return template.expand(all);
    }
}
