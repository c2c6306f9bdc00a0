package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.deadletter.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.RedriveService;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** Converts dead letters and jobs to JSON. Stateless. */
final class DeadLetterJson {

    private static final JsonBuilderFactory BUILD = Json.createBuilderFactory(Map.of());

    private DeadLetterJson() {}

    static JsonObjectBuilder summary(DeadLetterListing snapshot) {
        JsonObjectBuilder json = BUILD.createObjectBuilder()
                .add("scan", scan(snapshot))
                .add("by_reason", counts(snapshot.byReason()))
                .add("by_type", counts(snapshot.byType()))
                .add("by_hour", counts(snapshot.byHour()));
        snapshot.oldest().ifPresent(oldest -> json.add("oldest", time(oldest)));
        return json;
    }

    static JsonObjectBuilder page(DeadLetterPager.Page page) {
        JsonArrayBuilder deadLetters = BUILD.createArrayBuilder();
        page.deadLetters().forEach(head -> deadLetters.add(head(head)));
        JsonObjectBuilder json = BUILD.createObjectBuilder()
                .add("scan", scan(page.snapshot()))
                .add("matched", page.matched())
                .add("letters", deadLetters);
        page.next().ifPresent(next -> json.add("next_page_token", next));
        return json;
    }

    static JsonObjectBuilder deadLetter(DeadLetter deadLetter) {
        JsonObjectBuilder attributes = BUILD.createObjectBuilder();
        deadLetter.message().attributes().forEach((name, attribute) -> attributes.add(name, attribute(attribute)));
        JsonObjectBuilder json =
                head(deadLetter.head()).add("body", deadLetter.message().body()).add("attributes", attributes);
        deadLetter.message().groupId().ifPresent(group -> json.add("group_id", group));
        return json;
    }

    static JsonObjectBuilder dryRun(RedriveService.DryRun dryRun) {
        return BUILD.createObjectBuilder()
                .add("scan", scan(dryRun.snapshot()))
                .add("matched", dryRun.matched())
                .add("by_reason", counts(dryRun.byReason()))
                .add("dry_run_token", dryRun.token().text())
                .add("expires_at", time(dryRun.token().expiresAt()));
    }

    static JsonObjectBuilder job(JobStatus job) {
        JsonObjectBuilder json = BUILD.createObjectBuilder()
                .add("id", job.id())
                .add("pod", PodInfo.name())
                .add("action", job.action())
                .add("state", job.state().word())
                .add("operator", job.operator())
                .add("started_at", time(job.startedAt()))
                .add("scanned", job.scanned())
                .add("matched", job.matched())
                .add("done", job.done())
                .add("refused", job.refused())
                .add("complete", job.complete());
        job.endedAt().ifPresent(endedAt -> json.add("ended_at", time(endedAt)));
        job.error().ifPresent(error -> json.add("error", error));
        return json;
    }

    private static JsonObjectBuilder scan(DeadLetterListing snapshot) {
        return BUILD.createObjectBuilder()
                .add("taken_at", time(snapshot.takenAt()))
                .add("scanned", snapshot.deadLetters().size())
                .add("complete", snapshot.complete())
                .add("approximate_total", snapshot.approximateTotal());
    }

    private static JsonObjectBuilder head(DeadLetter.Head head) {
        JsonObjectBuilder json = BUILD.createObjectBuilder()
                .add("id", head.id())
                .add("reason", head.reason())
                .add("detail", head.detail())
                .add("type", head.type())
                .add("died_at", time(head.diedAt()))
                .add("sent_at", time(head.sentAt()))
                .add("attempts", head.attempts())
                .add("receive_count", head.receiveCount())
                .add("body_bytes", head.bodyBytes());
        head.reservationId().ifPresent(id -> json.add("reservation_id", id));
        head.traceId().ifPresent(id -> json.add("trace_id", id));
        head.originalMessageId().ifPresent(id -> json.add("original_message_id", id));
        return json;
    }

    private static JsonObjectBuilder attribute(MessageAttribute attribute) {
        JsonObjectBuilder json = BUILD.createObjectBuilder().add("data_type", attribute.dataType());
        return switch (attribute) {
            case MessageAttribute.Text text -> json.add("value", text.value());
            case MessageAttribute.Bytes bytes ->
                json.add("base64", Base64.getEncoder().encodeToString(bytes.value()));
        };
    }

    private static JsonObjectBuilder counts(Map<String, Long> counts) {
        JsonObjectBuilder json = BUILD.createObjectBuilder();
        counts.forEach(json::add);
        return json;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    static String time(Instant instant) {
        return instant.toString();
    }
}
