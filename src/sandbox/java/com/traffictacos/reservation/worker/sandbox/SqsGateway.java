package com.traffictacos.reservation.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.traffictacos.reservation.worker.sandbox.SqsFault.BlackHole;
import com.traffictacos.reservation.worker.sandbox.SqsFault.EntryFailures;
import com.traffictacos.reservation.worker.sandbox.SqsFault.LostAnswer;
import com.traffictacos.reservation.worker.sandbox.SqsFault.Refusal;
import com.traffictacos.reservation.worker.sandbox.SqsFault.Reset;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A reverse proxy in front of the queue: the worker speaks to it as to SQS, it counts and times what passes, adds
 * latency, and injects faults. Long polls pass through, and a client that goes away ends its request upstream too. Safe
 * for use by any number of threads.
 */
public final class SqsGateway implements AutoCloseable {

    private static final String AMZ_JSON = "application/x-amz-json-1.0";

    private final SqsServer upstream;
    private final SqsLedger ledger = new SqsLedger(Clock.systemUTC());
    private final SqsJournal journal = new SqsJournal();
    private final SqsFaults faults;
    private final Set<String> refusedBefore = ConcurrentHashMap.newKeySet();
    private final Random random;
    private final int port;
    private volatile Duration roundTrip = Duration.ZERO;

    // Guarded by this.
    private Optional<HttpService> service;

    private SqsGateway(SqsServer server, int port, long seed) {
        this.upstream = server;
        this.faults = new SqsFaults(seed);
        this.random = new Random(seed);
        HttpService first = HttpService.start("sqs-gateway", port, this::take);
        this.port = first.port();
        this.service = Optional.of(first);
    }

    /** Starts in front of an SQS server, on any free port. */
    public static SqsGateway start(URI server) {
        return start(server, 0, 1);
    }

    /**
     * Starts in front of an SQS server.
     *
     * @param port zero for any free one
     * @param seed of the dice that faults are thrown with
     */
    public static SqsGateway start(URI server, int port, long seed) {
        return start(new SqsUpstream(server), port, seed);
    }

    /** @param server closed with the gateway */
    static SqsGateway start(SqsServer server, int port, long seed) {
        return new SqsGateway(server, port, seed);
    }

    /** What {@code AWS_ENDPOINT_URL_SQS} is set to. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The address of a queue of the server by way of this gateway. */
    public URI through(URI queue) {
        return endpoint().resolve(queue.getPath());
    }

    public SqsLedger ledger() {
        return ledger;
    }

    public SqsFaults faults() {
        return faults;
    }

    public SqsJournal journal() {
        return journal;
    }

    /** Closes the port and breaks every connection, until {@link #comeUp()}. */
    public synchronized void goDown() {
        service.ifPresent(HttpService::close);
        service = Optional.empty();
    }

    /** Listens again on the same port. */
    public synchronized void comeUp() {
        if (service.isEmpty()) {
            service = Optional.of(HttpService.start("sqs-gateway", port, this::take));
        }
    }

    /** Adds so much to every round trip from now on, half of it on each way. */
    public void setRoundTrip(Duration added) {
        roundTrip = added;
    }

    private void take(HttpCall call) {
        String action = call.header("x-amz-target")
                .map(target -> target.substring(target.lastIndexOf('.') + 1))
                .orElse("Unknown");
        ledger.countRequest(action, SqsWire.queueName(call.body()));
        journal.request(action);
        Optional<SqsFault> fault = faults.next(action);
        call.after(half(), () -> {
            if (fault.isEmpty()) {
                forward(call, action, call.body());
            } else {
                strike(call, action, fault.get());
            }
        });
    }

    private void forward(HttpCall call, String action, byte[] request) {
        upstream.forward(call, request, answer -> {
            account(action, request, answer);
            call.after(half(), () -> call.answer(answer));
        });
    }

    private void strike(HttpCall call, String action, SqsFault fault) {
        switch (fault) {
            case Refusal refusal -> call.answer(error(refusal));
            case Reset() -> call.reset();
            case BlackHole() -> {
                // Whoever never answers has nothing to do.
            }
            case LostAnswer() ->
                upstream.forward(call, call.body(), answer -> {
                    account(action, call.body(), answer);
                    call.reset();
                });
            case EntryFailures entries -> cut(call, action, entries);
        }
    }

    private void cut(HttpCall call, String action, EntryFailures fault) {
        BatchCut cut = BatchCut.of(call.body(), entry -> isRefused(action, entry, fault));
        if (cut.refusedIds().isEmpty()) {
            forward(call, action, call.body());
        } else if (!cut.isAnythingLeft()) {
            byte[] answer = cut.answer("{}".getBytes(UTF_8), fault);
            call.answer(new HttpAnswer(200, Map.of("Content-Type", AMZ_JSON), answer));
        } else {
            upstream.forward(call, cut.request(), answer -> {
                account(action, cut.request(), answer);
                boolean merged = answer.status() == 200;
                byte[] body = merged ? cut.answer(answer.body(), fault) : answer.body();
                call.after(half(), () -> call.answer(new HttpAnswer(answer.status(), answer.headers(), body)));
            });
        }
    }

    private boolean isRefused(String action, JsonObject entry, EntryFailures fault) {
        String identity = entry.getString("ReceiptHandle", entry.getString("MessageBody", ""));
        if (random.nextDouble() >= fault.share()) {
            return false;
        }
        boolean refused = !fault.onceForEach() || refusedBefore.add(identity);
        if (refused) {
            journal.refused(action, identity);
        }
        return refused;
    }

    private void account(String action, byte[] request, HttpAnswer answer) {
        if (answer.status() != 200) {
            return;
        }
        switch (action) {
            case "ReceiveMessage" -> {
                List<SqsWire.Received> messages = SqsWire.messages(answer.body());
                ledger.delivered(messages);
                journal.delivered(messages);
            }
            case "DeleteMessage" -> {
                List<String> handle = List.of(SqsWire.receiptHandle(request));
                ledger.deleted(handle);
                journal.deleted(handle);
            }
            case "DeleteMessageBatch" -> {
                Map<String, String> handles = SqsWire.handlesById(request);
                handles.keySet().retainAll(SqsWire.successfulIds(answer.body()));
                ledger.deleted(handles.values());
                journal.deleted(handles.values());
            }
            case "SendMessage" -> ledger.sent(1);
            case "SendMessageBatch" ->
                ledger.sent(SqsWire.successfulIds(answer.body()).size());
            default -> {
                // Counted as a request; nothing else is known by it.
            }
        }
    }

    private static HttpAnswer error(Refusal refusal) {
        String body = Json.createObjectBuilder()
                .add("__type", "com.amazonaws.sqs#" + refusal.code())
                .add("message", refusal.message())
                .build()
                .toString();
        String side = refusal.status() < 500 ? "Sender" : "Receiver";
        return new HttpAnswer(
                refusal.status(),
                Map.of("Content-Type", AMZ_JSON, "x-amzn-query-error", refusal.code() + ";" + side),
                body.getBytes(UTF_8));
    }

    private Duration half() {
        return roundTrip.dividedBy(2);
    }

    @Override
    public void close() {
        goDown();
        upstream.close();
    }
}
