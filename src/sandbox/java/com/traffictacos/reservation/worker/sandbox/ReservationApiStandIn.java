package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.Entry;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reservation API of contract section 3 over {@link ReservationBook}. Safe for use by any number of threads.
 *
 * <p>A change to the status that a reservation has already is answered with 409, which is what sends the worker to read
 * it; {@link #acceptRepeats(boolean)} makes it a 200.
 */
public final class ReservationApiStandIn implements AutoCloseable {

    private static final String PREFIX = "/internal/reservations/";
    private static final List<Integer> PASSING = List.of(500, 502, 503, 504);
    private static final List<String> RECORDED = List.of("traceparent", "idempotency-key", "x-trace-id");

    private final ReservationBook book = new ReservationBook();
    private final ServiceConditions conditions;
    private final CallJournal journal = new CallJournal();
    private final int port;
    private volatile boolean repeatsAccepted;

    // Guarded by this.
    private Optional<HttpService> service;

    private ReservationApiStandIn(int port, long seed) {
        this.conditions = new ServiceConditions(seed);
        HttpService first = HttpService.start("reservation-api", port, this::take);
        this.port = first.port();
        this.service = Optional.of(first);
    }

    /**
     * Starts to serve on 127.0.0.1.
     *
     * @param port zero for any free one
     * @param seed of the dice that failures are thrown with
     */
    public static ReservationApiStandIn start(int port, long seed) {
        return new ReservationApiStandIn(port, seed);
    }

    /** What {@code RESERVATION_API_BASE} is set to. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public ReservationBook book() {
        return book;
    }

    public ServiceConditions conditions() {
        return conditions;
    }

    public CallJournal journal() {
        return journal;
    }

    /** Whether a change to the status that a reservation has already is answered with 200 from now on. */
    public void acceptRepeats(boolean accepted) {
        repeatsAccepted = accepted;
    }

    /** Closes the port and breaks every connection, until {@link #comeUp()}. */
    public synchronized void goDown() {
        service.ifPresent(HttpService::close);
        service = Optional.empty();
    }

    /** Listens again on the same port. */
    public synchronized void comeUp() {
        if (service.isEmpty()) {
            service = Optional.of(HttpService.start("reservation-api", port, this::take));
        }
    }

    @Override
    public void close() {
        goDown();
    }

    private void take(HttpCall call) {
        long startedAt = System.nanoTime();
        Instant at = Instant.now();
        call.after(conditions.latency(call.method()), () -> {
            String id = call.path().startsWith(PREFIX) ? call.path().substring(PREFIX.length()) : "";
            ServiceConditions.Failure failure = conditions.nextFailure(call.method(), id);
            // A lost answer is an error status of a gateway in between, or a broken connection.
            boolean reset = failure == ServiceConditions.Failure.AFTER && conditions.pick(2) == 0;
            HttpAnswer sent = switch (failure) {
                case NONE -> answer(call, id);
                case BEFORE -> passing();
                case AFTER -> {
                    answer(call, id);
                    yield passing();
                }
                case UNAVAILABLE -> problem(503, "injected");
                case THROTTLED -> slowDown();
                case REFUSED -> problem(401, "injected");
            };
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
            String word = reset ? "RESET" : Integer.toString(sent.status());
            journal.add(new AnsweredCall(call.method(), id, at, took, word, recorded(call)));
            if (reset) {
                call.reset();
            } else {
                call.answer(sent);
            }
        });
    }

    private HttpAnswer passing() {
        return problem(PASSING.get(conditions.pick(PASSING.size())), "injected");
    }

    private HttpAnswer slowDown() {
        HttpAnswer tooMany = problem(429, "injected");
        Map<String, String> headers = new HashMap<>(tooMany.headers());
        headers.put("Retry-After", Long.toString(conditions.throttles().toSeconds()));
        return new HttpAnswer(tooMany.status(), headers, tooMany.body());
    }

    private static Map<String, String> recorded(HttpCall call) {
        Map<String, String> headers = new HashMap<>();
        for (String name : RECORDED) {
            call.header(name).ifPresent(value -> headers.put(name, value));
        }
        return headers;
    }

    private HttpAnswer answer(HttpCall call, String reservationId) {
        if (reservationId.isEmpty() || reservationId.indexOf('/') >= 0) {
            return problem(404, "no such path");
        }
        return switch (call.method()) {
            case "GET" ->
                book.find(reservationId).map(ReservationApiStandIn::found).orElseGet(ReservationApiStandIn::unknown);
            case "PATCH" -> change(call, reservationId);
            default -> problem(405, "GET or PATCH");
        };
    }

    private HttpAnswer change(HttpCall call, String reservationId) {
        if (!call.header("content-type").orElse("").startsWith("application/json")) {
            return problem(415, "application/json is wanted");
        }
        BookStatus target;
        try {
            JsonObject body = JsonText.object(call.bodyText());
            target = BookStatus.valueOf(body.getString("status", ""));
            boolean paid = !body.getString("payment_intent_id", "").isBlank();
            if (target == BookStatus.HOLD || (target == BookStatus.CONFIRMED && !paid)) {
                return problem(422, "a field is missing or impossible");
            }
        } catch (JsonException | IllegalArgumentException e) {
            return problem(400, "unreadable change");
        }
        return switch (book.move(reservationId, target)) {
            case DONE -> changed(reservationId, target);
            case REPEATED -> repeatsAccepted ? changed(reservationId, target) : problem(409, "status is " + target);
            case ILLEGAL -> problem(409, "the reservation has come to another end");
            case UNKNOWN_RESERVATION -> unknown();
        };
    }

    private static HttpAnswer changed(String reservationId, BookStatus status) {
        var body = JsonText.BUILD
                .createObjectBuilder()
                .add("reservation_id", reservationId)
                .add("status", status.name());
        if (status == BookStatus.CONFIRMED) {
            body.add("order_id", "ord_" + reservationId);
        }
        return HttpAnswer.json(200, body.build().toString());
    }

    private static HttpAnswer found(Entry entry) {
        return HttpAnswer.json(
                200,
                JsonText.BUILD
                        .createObjectBuilder()
                        .add("reservation_id", entry.reservationId())
                        .add("event_id", entry.concert())
                        .add("user_id", entry.userId())
                        .add("status", entry.status().name())
                        .add(
                                "seat_ids",
                                JsonText.BUILD.createArrayBuilder(entry.seats().seatIds()))
                        .add("quantity", entry.seats().quantity())
                        .add("total_price", 50_000L * entry.seats().quantity())
                        .add("hold_expires_at", "2025-01-23T10:00:00Z")
                        .add("created_at", "2025-01-23T09:50:00Z")
                        .add("updated_at", "2025-01-23T09:50:00Z")
                        .build()
                        .toString());
    }

    private static HttpAnswer unknown() {
        return problem(404, "no such reservation");
    }

    private static HttpAnswer problem(int status, String message) {
        return HttpAnswer.json(
                status,
                JsonText.BUILD
                        .createObjectBuilder()
                        .add("error", JsonText.BUILD.createObjectBuilder().add("message", message))
                        .build()
                        .toString());
    }
}
