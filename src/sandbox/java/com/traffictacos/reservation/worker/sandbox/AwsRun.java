package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.sandbox.DeadLetters.DeadLetter;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation.OutgoingMessage;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The Java half of {@code deploy/check/aws.sh}: the services and the reservations, in front of a queue that the script has
 * made by CloudFormation in an SQS that is not this project's. Writes the events into files, for the AWS command line to
 * send; once the script says that they wait, starts the packaged worker, and compares the end with how it must be. Confined
 * to the main thread.
 */
public final class AwsRun {

    /** Events by each door. */
    private static final int BY_EVENT_BRIDGE = 40;

    private static final int BY_SCHEDULE = 5;

    /** What {@code aws events put-events} takes at a time. */
    private static final int BATCH = 10;

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Path directory;
    private final InventoryStandIn inventory = InventoryStandIn.start(0, 1);
    private final ReservationApiStandIn reservationApi = ReservationApiStandIn.start(0, 2);
    private final List<Expectation> expectations = new ArrayList<>();
    private final List<JsonObject> entries = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();

    private AwsRun(Path directory) {
        this.directory = directory;
    }

    /** @param arguments the directory that the script and this process share */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        AwsRun run = new AwsRun(Path.of(arguments[0]));
        run.plan();
        run.write();
        Map<String, String> queue = run.awaitQueue();
        System.exit(run.settle(queue) ? 0 : 1);
    }

    /** Every story once, the two that a rule has to keep back or the worker to dead-letter among them, and then any. */
    private void plan() {
        for (ReservationScript story : ReservationScript.values()) {
            ReservationGenerator stories =
                    new ReservationGenerator(EventMix.of(story), story.name().hashCode(), Clock.systemUTC());
            boolean taken;
            do {
                // Shapes are drawn: until one comes that EventBridge carries.
                taken = take(stories.next(story.events()), false);
            } while (!taken);
        }
        ReservationGenerator any = new ReservationGenerator(EventMix.burst(), 799, Clock.systemUTC());
        while (entries.size() < BY_EVENT_BRIDGE) {
            take(any.next(1), false);
        }
        ReservationGenerator expiries =
                new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 800, Clock.systemUTC());
        while (inputs.size() < BY_SCHEDULE) {
            take(expiries.next(1), true);
        }
    }

    private boolean take(PlannedReservation planned, boolean flat) {
        List<JsonObject> bodies = planned.messages().stream()
                .map(OutgoingMessage::body)
                .map(JsonText::object)
                .toList();
        if (bodies.getFirst().containsKey("detail-type") == flat) {
            return false;
        }
        planned.enter(reservationApi.book(), inventory.stock());
        expectations.add(planned.expectation());
        for (JsonObject body : bodies) {
            if (flat) {
                inputs.add(body.toString());
            } else {
                entries.add(entry(planned.story().type(), body));
            }
        }
        return true;
    }

    /** An entry of PutEvents; EventBridge makes the envelope anew. */
    private static JsonObject entry(EventType type, JsonObject body) {
        return JsonText.BUILD
                .createObjectBuilder()
                .add("Source", type == EventType.RESERVATION_EXPIRED ? "reservation-api" : "payment-sim-api")
                .add("DetailType", body.getString("detail-type"))
                .add("Detail", body.getJsonObject("detail").toString())
                .build();
    }

    private void write() throws IOException {
        Path doors = Files.createDirectories(directory.resolve("doors"));
        for (int from = 0; from < entries.size(); from += BATCH) {
            JsonArrayBuilder batch = JsonText.BUILD.createArrayBuilder();
            entries.subList(from, Math.min(from + BATCH, entries.size())).forEach(batch::add);
            Files.writeString(
                    doors.resolve("events-" + from / BATCH + ".json"),
                    batch.build().toString());
        }
        for (int i = 0; i < inputs.size(); i++) {
            Files.writeString(doors.resolve("schedule-" + i + ".json"), inputs.get(i));
        }
        // A rule lets an unfinished payment be: it never reaches the queue.
        long kept = expectations.stream()
                .filter(expectation -> expectation.story() == ReservationScript.PAYMENT_PENDING)
                .count();
        Files.writeString(
                directory.resolve("planned.env"),
                "BY_EVENT_BRIDGE=%d\nBY_SCHEDULE=%d\n".formatted(entries.size() - kept, inputs.size()));
    }

    /** What the script has made, once it has sent everything. */
    private Map<String, String> awaitQueue() throws IOException, InterruptedException {
        Path file = directory.resolve("queue.env");
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the script has not named its queue");
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        Map<String, String> settings = new HashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(
                    line -> settings.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        return settings;
    }

    private boolean settle(Map<String, String> queue) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(queue);
        settings.put("AWS_REGION", EmbeddedSqs.REGION);
        settings.put("AWS_ACCESS_KEY_ID", "test");
        settings.put("AWS_SECRET_ACCESS_KEY", "test");
        settings.put("INVENTORY_GRPC_ADDR", inventory.address());
        settings.put("RESERVATION_API_BASE", reservationApi.base().toString());
        settings.put("INVENTORY_TIMEOUT_MS", "5000");
        settings.put("RESERVATION_TIMEOUT_MS", "5000");
        URI main = URI.create(settings.get("SQS_QUEUE_URL"));
        URI dead = URI.create(main + "-dlq");
        boolean right = true;
        try (SqsClient client = SandboxSqsClients.at(URI.create(settings.get("AWS_ENDPOINT_URL_SQS")));
                WorkerProcess worker = WorkerInstall.named("aws").start(settings)) {
            worker.awaitReady(TIMEOUT);
            right &= line("the packaged worker is ready on a queue that CloudFormation has made", true);
            right &= line("the queue is empty again: 0 lost", isEmptyWithinTimeout(client, main, worker));
            List<DeadLetter> deadLetters = DeadLetters.read(client, dead);
            WorldCheck.Findings findings =
                    new WorldCheck(reservationApi.book(), inventory.stock()).check(expectations, deadLetters);
            findings.wrong().forEach(System.out::println);
            right &= line(
                    findings.checked() + " reservations and their seats ended as they must",
                    findings.wrong().isEmpty());
            right &= line(
                    "the dead-letter queue has the one dead letter that belongs there: "
                            + deadLetters.stream().map(DeadLetter::reason).toList(),
                    deadLetters.size() == 1);
            int exit = worker.stop();
            right &= line("the worker stops when asked, exit code " + exit, exit == 0 || exit == 143);
            right &= line(
                    "its balance has nothing unaccounted for",
                    worker.logLines().stream().anyMatch(text -> text.contains("\"unaccounted\":0")));
        }
        return right;
    }

    private static boolean isEmptyWithinTimeout(SqsClient client, URI queue, WorkerProcess worker)
            throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (depth(client, queue) > 0) {
            if (System.nanoTime() > deadline || worker.exitCode().isPresent()) {
                worker.logTail(30).forEach(System.out::println);
                return false;
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        return true;
    }

    private static int depth(SqsClient client, URI queue) {
        return client
                .getQueueAttributes(r -> r.queueUrl(queue.toString())
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes()
                .values()
                .stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    /** One line for each check, as the script prints its own. */
    private static boolean line(String check, boolean right) {
        System.out.printf("%-6s %s%n", right ? "ok" : "WRONG", check);
        return right;
    }
}
