package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.LatencySamples;
import com.traffictacos.reservation.worker.sandbox.Producer;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SqsLedger;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The world as a process of its own: takes commands from standard input, a JSON object a line, and answers each with one
 * on standard output. Ends with its input. Its JVM lasts for all runs, so that its code is warm for each.
 */
final class World {

    private static final long SEED = 1;

    private final boolean light;
    private Optional<SandboxWorld> world = Optional.empty();
    private Optional<Producer> producer = Optional.empty();

    private World(boolean light) {
        this.light = light;
    }

    /** @param arguments {@code light} or {@code embedded}: the kind of its queue */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Whatever a library prints must not be taken for an answer.
        System.setOut(System.err);
        World world = new World(arguments[0].equals("light"));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            try (var reader = Json.createReader(new StringReader(line))) {
                answers.println(world.obey(reader.readObject()));
            }
        }
        world.close();
        System.exit(0);
    }

    private JsonObject obey(JsonObject command) {
        return switch (command.getString("do")) {
            case "open" ->
                open(
                        Duration.ofMillis(command.getInt("latency_ms")),
                        Duration.ofMillis(command.getInt("round_trip_ms")));
            case "send" -> send(command.getInt("events"));
            case "produce" -> produce(command.getInt("events"), command.getInt("rate"));
            case "inventory" -> inventory(command.getBoolean("up"));
            case "progress" -> progress();
            case "figures" -> figures();
            case "close" -> close();
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }

    /** Answers with the settings of a worker. */
    private JsonObject open(Duration latency, Duration roundTrip) {
        close();
        SandboxWorld opened = light ? SandboxWorld.startLight() : SandboxWorld.start();
        world = Optional.of(opened);
        opened.inventory().conditions().setLatency(latency);
        opened.reservationApi().conditions().setLatency(latency);
        opened.gateway().setRoundTrip(roundTrip);
        JsonObjectBuilder settings = Json.createObjectBuilder();
        opened.settings().forEach(settings::add);
        return settings.build();
    }

    private JsonObject send(int events) {
        opened().generator().send(stories(), events);
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    private JsonObject produce(int events, int rate) {
        producer = Optional.of(Producer.start(opened().generator(), stories(), rate, events));
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    private static ReservationGenerator stories() {
        return new ReservationGenerator(EventMix.burst(), SEED);
    }

    private JsonObject inventory(boolean up) {
        if (up) {
            opened().inventory().comeUp();
        } else {
            opened().inventory().goDown();
        }
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    /** Asked many times a second, so it must cost nothing. */
    private JsonObject progress() {
        SqsLedger.Totals totals = opened().gateway().ledger().totals();
        return Json.createObjectBuilder()
                .add("deliveries", totals.deliveries())
                .add("deleted", totals.deleted())
                .add("receives", totals.requests().getOrDefault("ReceiveMessage", 0L))
                .build();
    }

    private JsonObject figures() {
        SqsLedger ledger = opened().gateway().ledger();
        SqsLedger.Totals totals = ledger.totals();
        JsonObjectBuilder requests = Json.createObjectBuilder();
        totals.requests().forEach(requests::add);
        JsonObjectBuilder figures = Json.createObjectBuilder()
                .add("deleted", totals.deleted())
                .add("redeliveries", totals.redeliveries())
                .add("requests", requests)
                .add("downstream_ns", opened().downstreamTime().toNanos())
                .add("wrong", opened().findings().wrong().size())
                .add("send", percentiles(ledger.sendToDelete(), 0.50, 0.95, 0.99))
                .add("receive", percentiles(ledger.receiveToDelete(), 0.50, 0.95, 0.99))
                .add("course", percentiles(ledger.firstReceiveToDelete(), 0, 0.10, 0.90, 1));
        totals.firstReceive().ifPresent(first -> figures.add("first_receive_ns", nanos(first)));
        return figures.build();
    }

    private static JsonArray percentiles(LatencySamples samples, double... shares) {
        var percentiles = Json.createArrayBuilder();
        for (double share : shares) {
            percentiles.add(samples.percentile(share).toNanos());
        }
        return percentiles.build();
    }

    private static long nanos(Instant instant) {
        return Duration.between(Instant.EPOCH, instant).toNanos();
    }

    private SandboxWorld opened() {
        return world.orElseThrow(() -> new IllegalStateException("no world is open"));
    }

    private JsonObject close() {
        producer.ifPresent(Producer::close);
        world.ifPresent(SandboxWorld::close);
        producer = Optional.empty();
        world = Optional.empty();
        return JsonValue.EMPTY_JSON_OBJECT;
    }
}
