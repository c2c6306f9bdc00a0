package com.traffictacos.reservation.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import com.traffictacos.reservation.worker.sandbox.MemoryQueue.Delivered;
import com.traffictacos.reservation.worker.sandbox.MemoryQueue.Receive;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The part of SQS that a worker and its producers use, for measurements: standard queues, no redrive of its own, no
 * checksums. It costs a few microseconds a message, so that what is left of the machine is the worker's; where the
 * queue's fine print matters, {@link EmbeddedSqs} is the one to ask.
 *
 * <p>Safe for use by any number of threads.
 */
final class MemorySqs implements SqsServer {

    private static final String ACCOUNT = "123456789012";
    private static final long TICK_MILLIS = 20;
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/x-amz-json-1.0");

    private final Map<String, MemoryQueue> queues = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("memory-sqs").factory());
    private final HttpService front;

    private MemorySqs() {
        this.front = HttpService.start("memory-sqs-front", 0, call -> forward(call, call.body(), call::answer));
        var unused = timer.scheduleWithFixedDelay(
                () -> queues.values().forEach(MemoryQueue::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    static MemorySqs start() {
        return new MemorySqs();
    }

    /** For clients that are not measured. */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + front.port());
    }

    QueuePair createQueueWithDeadLetterQueue(String name) {
        return new QueuePair(create(name), create(name + "-dlq"));
    }

    private URI create(String name) {
        queues.put(name, new MemoryQueue(name, System::nanoTime));
        return endpoint().resolve("/" + ACCOUNT + "/" + name);
    }

    @Override
    public void forward(HttpCall call, byte[] body, Consumer<HttpAnswer> whenAnswered) {
        String target = call.header("x-amz-target").orElse("");
        JsonObject request = JsonText.object(new String(body, UTF_8));
        String url = request.getString("QueueUrl", "");
        MemoryQueue queue = queues.get(url.substring(url.lastIndexOf('/') + 1));
        if (queue == null) {
            whenAnswered.accept(error("QueueDoesNotExist", url));
            return;
        }
        switch (target.substring(target.lastIndexOf('.') + 1)) {
            case "ReceiveMessage" -> receive(call, queue, request, whenAnswered);
            case "DeleteMessageBatch" ->
                whenAnswered.accept(batch(request, (entry, answer) -> queue.delete(entry.getString("ReceiptHandle"))));
            case "ChangeMessageVisibilityBatch" ->
                whenAnswered.accept(batch(
                        request,
                        (entry, answer) -> queue.hide(
                                entry.getString("ReceiptHandle"),
                                Duration.ofSeconds(entry.getInt("VisibilityTimeout")))));
            case "SendMessageBatch" ->
                whenAnswered.accept(batch(request, (entry, answer) -> {
                    answer.append(',');
                    send(queue, entry, answer);
                    return true;
                }));
            // A worker has no need of these, a program that is compared with it may have.
            case "DeleteMessage" -> whenAnswered.accept(single(queue.delete(request.getString("ReceiptHandle"))));
            case "ChangeMessageVisibility" ->
                whenAnswered.accept(single(queue.hide(
                        request.getString("ReceiptHandle"), Duration.ofSeconds(request.getInt("VisibilityTimeout")))));
            case "SendMessage" -> {
                StringBuilder answer = new StringBuilder("{");
                send(queue, request, answer);
                whenAnswered.accept(ok(answer.append('}').toString()));
            }
            case "GetQueueAttributes" -> whenAnswered.accept(attributes(queue, url));
            case "ListQueueTags" -> whenAnswered.accept(tags(queue));
            case "TagQueue" -> {
                request.getJsonObject("Tags").forEach((key, value) -> queue.tag(key, ((JsonString) value).getString()));
                whenAnswered.accept(ok("{}"));
            }
            case "GetQueueUrl" -> whenAnswered.accept(ok("{\"QueueUrl\":\"" + url + "\"}"));
            default -> whenAnswered.accept(error("UnsupportedOperation", target));
        }
    }

    private static void send(MemoryQueue queue, JsonObject entry, StringBuilder answer) {
        StoredMessage message = StoredMessage.of(entry);
        message.writeReceipt(answer, queue.send(message));
    }

    private static HttpAnswer single(boolean done) {
        return done ? ok("{}") : error("ReceiptHandleIsInvalid", "not known");
    }

    private static void receive(
            HttpCall call, MemoryQueue queue, JsonObject request, Consumer<HttpAnswer> whenAnswered) {
        Receive receive = new Receive(
                request.getInt("MaxNumberOfMessages", 1),
                Duration.ofSeconds(request.getInt("WaitTimeSeconds", 0)),
                Duration.ofSeconds(request.getInt("VisibilityTimeout", 30)),
                messages -> whenAnswered.accept(delivered(messages)));
        call.onClientGone(() -> queue.cancel(receive));
        queue.receive(receive);
    }

    private static HttpAnswer delivered(List<Delivered> messages) {
        if (messages.isEmpty()) {
            return ok("{}");
        }
        StringBuilder json = new StringBuilder(1_024 * messages.size()).append("{\"Messages\":[");
        String separator = "";
        for (Delivered message : messages) {
            json.append(separator);
            ((StoredMessage) message.content()).write(json, message);
            separator = ",";
        }
        return ok(json.append("]}").toString());
    }

    /** @param carryOut carries one entry out, and adds to its answer; false if it cannot be done */
    private static HttpAnswer batch(JsonObject request, BiPredicate<JsonObject, StringBuilder> carryOut) {
        StringBuilder done = new StringBuilder(256);
        StringBuilder failed = new StringBuilder();
        for (JsonObject entry : request.getJsonArray("Entries").getValuesAs(JsonObject.class)) {
            String id = "{\"Id\":\"" + entry.getString("Id") + "\"";
            StringBuilder answer = new StringBuilder();
            if (carryOut.test(entry, answer)) {
                separate(done).append(id).append(answer).append('}');
            } else {
                separate(failed)
                        .append(id)
                        .append(",\"SenderFault\":true,\"Code\":\"ReceiptHandleIsInvalid\",\"Message\":\"not known\"}");
            }
        }
        return ok("{\"Successful\":[" + done + "],\"Failed\":[" + failed + "]}");
    }

    private static StringBuilder separate(StringBuilder json) {
        return json.isEmpty() ? json : json.append(',');
    }

    private static HttpAnswer tags(MemoryQueue queue) {
        JsonObjectBuilder tags = JsonText.BUILD.createObjectBuilder();
        queue.tags().forEach(tags::add);
        return ok(JsonText.BUILD.createObjectBuilder().add("Tags", tags).build().toString());
    }

    private static HttpAnswer attributes(MemoryQueue queue, String url) {
        return ok(JsonText.BUILD
                .createObjectBuilder()
                .add(
                        "Attributes",
                        JsonText.BUILD
                                .createObjectBuilder()
                                .add("ApproximateNumberOfMessages", Integer.toString(queue.waitingMessages()))
                                .add(
                                        "ApproximateNumberOfMessagesNotVisible",
                                        Integer.toString(queue.messagesInFlight()))
                                .add("ApproximateNumberOfMessagesDelayed", "0")
                                .add(
                                        "RedrivePolicy",
                                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:%s:%s:%s-dlq\",\"maxReceiveCount\":400}"
                                                .formatted(
                                                        EmbeddedSqs.REGION,
                                                        ACCOUNT,
                                                        url.substring(url.lastIndexOf('/') + 1))))
                .build()
                .toString());
    }

    private static HttpAnswer ok(String json) {
        return new HttpAnswer(200, HEADERS, json.getBytes(UTF_8));
    }

    private static HttpAnswer error(String code, String message) {
        String json = JsonText.BUILD
                .createObjectBuilder()
                .add("__type", "com.amazonaws.sqs#" + code)
                .add("message", message)
                .build()
                .toString();
        return new HttpAnswer(400, HEADERS, json.getBytes(UTF_8));
    }

    @Override
    public void close() {
        front.close();
        timer.shutdownNow();
    }
}
