package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.endtoend.SpanCollector.ReceivedSpan;
import com.traffictacos.reservation.worker.endtoend.SpanCollector.ReceivedSpan.Link;
import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A thousand events, each with a trace of its own, and a collector that takes the worker's spans by OTLP. */
@TestMethodOrder(OrderAnnotation.class)
class TracesIT {

    private static final int EVENTS = 1_000;
    private static final String PRODUCER_SPAN = "00f067aa0ba902b7";
    private static final String UNSAMPLED = "0af7651916cd43dd8448eb211c803100";
    private static final String BROKEN = "0af7651916cd43dd8448eb211c803101";

    private static final SpanCollector collector = new SpanCollector();
    private static final Map<String, PlannedReservation> byTrace = new HashMap<>();
    /** Three bytes for each syllable. */
    private static final String BROKEN_BODY =
            "{\"trace_id\":\"" + BROKEN + "\",\"type\":\"seat.painted\",\"detail\":{\"seat\":\"가열 12번\"}}";

    private static WorkerFixture fixture;
    private static Map<String, List<ReceivedSpan>> traces;
    private static PlannedReservation unsampled;

    @BeforeAll
    static void settleAllEvents() {
        SandboxWorld world = SandboxWorld.start();
        sendTraced(world, new ReservationGenerator(EventMix.of(ReservationScript.PAID_TOO_LATE), 31), 1);
        for (ReservationScript story : EventMix.burst().weights().keySet()) {
            sendTraced(
                    world,
                    new ReservationGenerator(
                            EventMix.of(story), 300 + story.name().hashCode()),
                    story.events());
        }
        sendTraced(
                world,
                new ReservationGenerator(EventMix.burst(), 32),
                EVENTS - (int) world.generator().sent());
        unsampled = new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 33)
                .next(1)
                .withTraceParent("00-" + UNSAMPLED + "-" + PRODUCER_SPAN + "-00");
        world.generator().send(unsampled);
        world.generator().sendBody(BROKEN_BODY);
        fixture = WorkerFixture.open(
                "traces",
                world,
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        collector.endpoint(),
                        // All spans have to arrive: those of a burst are more than the SDK's queue of 2,048 holds while
                        // a
                        // busy machine keeps its thread waiting.
                        "OTEL_BSP_MAX_QUEUE_SIZE",
                        "16384",
                        // On a busy machine the first calls of a cold process are slow; a call that is given up has a
                        // span
                        // and no counterpart in the services' journals.
                        "INVENTORY_TIMEOUT_MS",
                        "20000",
                        "RESERVATION_TIMEOUT_MS",
                        "20000"));
        fixture.awaitEmptyQueue(Duration.ofMinutes(3));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> collector.spans().stream()
                                .filter(span -> span.name().startsWith("process "))
                                .count()
                        >= EVENTS + 1);
        traces = collector.spans().stream().collect(Collectors.groupingBy(ReceivedSpan::traceId));
    }

    private static void sendTraced(SandboxWorld world, ReservationGenerator stories, int events) {
        int sent = 0;
        while (sent < events) {
            PlannedReservation planned = stories.next(events - sent);
            String traceId = String.format(Locale.ROOT, "4bf92f3577b34da6a3ce%012x", byTrace.size() + 1);
            byTrace.put(traceId, planned);
            world.generator().send(planned.withTraceParent("00-" + traceId + "-" + PRODUCER_SPAN + "-01"));
            sent += planned.messages().size();
        }
    }

    @AfterAll
    static void close() {
        fixture.close();
        collector.close();
    }

    @Test
    @Order(1)
    void keepsEveryEventInItsProducersTrace() {
        assertThat(byTrace.values().stream()
                        .mapToInt(planned -> planned.messages().size())
                        .sum())
                .isEqualTo(EVENTS);
        byTrace.forEach((traceId, planned) -> {
            List<ReceivedSpan> spans = traces.getOrDefault(traceId, List.of());
            assertThat(named(spans, "process reservation-events"))
                    .as(traceId)
                    .hasSize(planned.messages().size())
                    .allMatch(span -> span.parentId().equals(PRODUCER_SPAN));
            Set<String> ids = spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toCollection(HashSet::new));
            ids.add(PRODUCER_SPAN);
            assertThat(spans).as("no span without its parent").allMatch(span -> ids.contains(span.parentId()));
        });
    }

    @Test
    @Order(1)
    void callsBothServicesWithTheSpanOfTheCall() {
        byTrace.forEach((traceId, planned) -> {
            Set<String> sent = calls(planned)
                    .map(call -> call.headers().getOrDefault("traceparent", "none"))
                    .collect(Collectors.toSet());
            Set<String> recorded = clients(traceId)
                    .map(span -> "00-" + traceId + "-" + span.spanId() + "-01")
                    .collect(Collectors.toSet());
            assertThat(sent).as(planned.reservationId()).isEqualTo(recorded);
            assertThat(clients(traceId)).as("one span a call").hasSize((int)
                    calls(planned).count());
        });
        assertThat(fixture.world().inventory().journal().calls())
                .isNotEmpty()
                .allMatch(call -> call.headers()
                        .getOrDefault("traceparent", "")
                        .startsWith("00-" + call.headers().get("x-trace-id") + "-"));
    }

    @ParameterizedTest
    @Order(1)
    @EnumSource(names = {"EXPIRES", "IS_PAID", "PAYMENT_FAILS"})
    void showsWhatAnEventConsistsOf(ReservationScript story) {
        String traceId = traceOf(story);
        List<ReceivedSpan> spans = traces.getOrDefault(traceId, List.of());

        ReceivedSpan process = named(spans, "process reservation-events").getFirst();
        assertThat(process.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
        assertThat(process.service()).isEqualTo("reservation-worker");
        assertThat(process.attributes())
                .containsEntry("messaging.system", "aws_sqs")
                .containsEntry("messaging.operation.type", "process")
                .containsEntry("messaging.destination.name", "reservation-events")
                .containsEntry("worker.event.type", story.type().wireName())
                .containsEntry("worker.outcome", "success")
                .containsKey("messaging.message.id");
        ReceivedSpan handle = named(spans, "handle_" + story.type().wireName().replace('.', '_'))
                .getFirst();
        assertThat(handle.parentId()).isEqualTo(process.spanId());
        assertThat(clients(traceId)).allMatch(span -> span.parentId().equals(handle.spanId()));
        assertThat(clients(traceId).filter(span -> span.attributes().containsKey("rpc.method")))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes())
                        .containsEntry("rpc.system.name", "grpc")
                        .hasEntrySatisfying(
                                "rpc.method",
                                method -> assertThat(method).startsWith("reservation.v1.InventoryService/"))
                        .containsEntry("rpc.response.status_code", "OK")
                        .doesNotContainKeys("rpc.system", "rpc.service", "rpc.grpc.status_code")
                        .containsKeys("server.address", "server.port"));
        assertThat(clients(traceId).filter(span -> span.attributes().containsKey("http.request.method")))
                .isNotEmpty()
                .allSatisfy(span -> assertThat(span.attributes())
                        .containsEntry("http.response.status_code", "200")
                        .containsKeys("url.full", "server.address", "server.port"));
    }

    @Test
    @Order(1)
    void countsABodyInBytes() {
        assertThat(named(traces.getOrDefault(BROKEN, List.of()), "process reservation-events"))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes())
                        .containsEntry(
                                "messaging.message.body.size",
                                Integer.toString(BROKEN_BODY.getBytes(StandardCharsets.UTF_8).length)));
    }

    @Test
    @Order(1)
    void linksReceivesAndDeliveriesBothWays() {
        Map<Link, ReceivedSpan> receives = collector.spans().stream()
                .filter(span -> span.name().equals("receive reservation-events"))
                .collect(Collectors.toMap(span -> new Link(span.traceId(), span.spanId()), Function.identity()));
        assertThat(receives.values())
                .allMatch(span -> span.parentId().isEmpty())
                .allMatch(span -> span.kind() == SpanKind.SPAN_KIND_CLIENT);
        for (String traceId : byTrace.keySet()) {
            for (ReceivedSpan process : named(traces.getOrDefault(traceId, List.of()), "process reservation-events")) {
                assertThat(process.links()).hasSize(1).allMatch(receives::containsKey);
                assertThat(receives)
                        .hasEntrySatisfying(
                                process.links().getFirst(),
                                receive -> assertThat(receive.links()).contains(new Link(traceId, PRODUCER_SPAN)));
            }
        }
    }

    @Test
    @Order(1)
    void recordsWhyAnEventFailed() {
        List<ReceivedSpan> tooLate = traces.getOrDefault(traceOf(ReservationScript.PAID_TOO_LATE), List.of());
        ReceivedSpan handle = named(tooLate, "handle_payment_approved").getFirst();
        assertThat(handle.failed()).isTrue();
        assertThat(handle.events()).containsExactly("exception");
        assertThat(handle.attributes().get("error.type")).endsWith("PermanentFailure");
        assertThat(named(tooLate, "process reservation-events").getFirst())
                .returns(true, ReceivedSpan::failed)
                .satisfies(span -> assertThat(span.attributes()).containsEntry("worker.outcome", "downstream_error"));

        assertThat(traces.getOrDefault(BROKEN, List.of())).singleElement().satisfies(span -> {
            assertThat(span.name()).isEqualTo("process reservation-events");
            assertThat(span.failed()).isTrue();
            assertThat(span.events()).containsExactly("exception");
        });
    }

    @Test
    @Order(1)
    void passesOnATraceThatItsProducerDoesNotRecord() {
        assertThat(traces).doesNotContainKey(UNSAMPLED);
        assertThat(calls(unsampled))
                .isNotEmpty()
                .allMatch(call ->
                        call.headers().getOrDefault("traceparent", "").matches("00-" + UNSAMPLED + "-[0-9a-f]{16}-00"));
    }

    @Test
    @Order(1)
    void rehearsesWithoutLeavingATrace() {
        assertThat(collector.spans())
                .filteredOn(span ->
                        !byTrace.containsKey(span.traceId()) && !span.traceId().equals(BROKEN))
                .allMatch(span -> span.name().equals("receive reservation-events"));
        assertThat(lines().flatMap(Optional::stream).map(line -> line.getString("msg")))
                .contains("warmed up")
                .noneMatch(message -> message.startsWith("a warm-up task failed"));
    }

    @Test
    @Order(1)
    void logsTheIdsOfTheSpan() {
        Map<String, ReceivedSpan> processes = collector.spans().stream()
                .filter(span -> span.name().startsWith("process "))
                .collect(Collectors.toMap(ReceivedSpan::spanId, Function.identity()));
        List<JsonObject> settled = lines().flatMap(Optional::stream)
                .filter(line -> line.containsKey("outcome"))
                .filter(line -> !line.getString("trace_id").equals(UNSAMPLED))
                .toList();
        assertThat(settled)
                .hasSize(EVENTS + 1)
                .allSatisfy(line -> assertThat(processes.get(line.getString("span_id")))
                        .isNotNull()
                        .returns(line.getString("trace_id"), ReceivedSpan::traceId));
    }

    @Test
    @Order(2)
    void writesNothingButJsonOnStandardOutput() {
        fixture.stopAndCheckBalance();

        assertThat(fixture.worker().logLines())
                .filteredOn(line -> parsed(line).isEmpty())
                // The script's empty line, and what the class library says of a library of the server's, on standard
                // error.
                .filteredOn(line -> !line.isEmpty() && !line.startsWith("WARNING: "))
                .isEmpty();
        assertThat(lines().flatMap(Optional::stream))
                .allSatisfy(line -> assertThat(line).containsKeys("ts", "msg"))
                // The line that says "Launching" has no level.
                .allSatisfy(line -> assertThat(line.containsKey("level")
                                || line.getString("msg").startsWith("Launching "))
                        .isTrue())
                .filteredOn(line -> line.getString("logger", "").equals("DeliveryLog"))
                .allSatisfy(line -> assertThat(line.getString("level")).isIn("debug", "info", "warn", "error"))
                .allSatisfy(line -> assertThat(line.getString("ts"))
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
    }

    private static Stream<Optional<JsonObject>> lines() {
        return fixture.worker().logLines().stream().map(TracesIT::parsed);
    }

    private static Optional<JsonObject> parsed(String line) {
        try (var reader = Json.createReader(new StringReader(line))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private static String traceOf(ReservationScript story) {
        return byTrace.entrySet().stream()
                .filter(entry -> entry.getValue().story() == story)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<ReceivedSpan> clients(String traceId) {
        return traces.getOrDefault(traceId, List.of()).stream()
                .filter(span -> span.kind() == SpanKind.SPAN_KIND_CLIENT);
    }

    private static Stream<AnsweredCall> calls(PlannedReservation planned) {
        return Stream.concat(
                fixture.world().inventory().journal().calls(planned.reservationId()).stream(),
                fixture.world().reservationApi().journal().calls(planned.reservationId()).stream());
    }

    private static List<ReceivedSpan> named(List<ReceivedSpan> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }
}
