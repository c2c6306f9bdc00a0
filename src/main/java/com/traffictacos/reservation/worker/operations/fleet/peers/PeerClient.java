package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.platform.concurrent.FleetExecutor;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks one worker for its figures, or what it knows of a reservation. No thread waits for the answer, and no request outlasts
 * its time, however the other side behaves. Goes to the given address itself: no proxy, no redirect, no name. Thread-safe.
 */
@SingletonBean
public class PeerClient {

    /** For the whole answer. A worker answers within milliseconds; the page, which asks each second, then shows who does not. */
    static final Duration TIMEOUT = Duration.ofMillis(900);

    private static final long LONGEST_BODY = 128 * 1024;
    private static final int OK = 200;

    private final PeerTokens tokens;
    private final FleetExecutor executor;

    /** Made at the first question: a worker that nobody looks at does not pay for it. Guarded by this. */
    private Optional<HttpClient> client = Optional.empty();

    @Inject
    public PeerClient(PeerTokens tokens, FleetExecutor executor) {
        this.tokens = tokens;
        this.executor = executor;
    }

    /** What came of a question: the figures, or the cause why there are none. */
    sealed interface Answer {

        /** The worker answered. */
        record Given(PeerAddress address, PodStatus status) implements Answer {}

        /** It told what it knows of a reservation. */
        record Told(PeerAddress address, PodReservation reservation) implements Answer {}

        /** It did not answer, or not as a worker does. */
        record Missing(PeerAddress address, String cause) implements Answer {}
    }

    /** Asks for the figures; the stage never fails, and completes within {@link #TIMEOUT}. */
    CompletableFuture<Answer> ask(PeerAddress address) {
        return ask(
                address,
                "",
                body -> PodStatusJson.parse(body)
                        .<Answer>map(status -> new Answer.Given(address, status))
                        .orElseGet(() -> new Answer.Missing(address, "what answers there is no worker")));
    }

    /** Asks what is known of a reservation; otherwise as {@link #ask(PeerAddress)}. */
    CompletableFuture<Answer> ask(PeerAddress address, ReservationId reservation) {
        String query = "?" + PodServlet.RESERVATION + "=" + reservation.value();
        return ask(
                address,
                query,
                body -> PodReservationJson.parse(body, reservation)
                        .<Answer>map(known -> new Answer.Told(address, known))
                        .orElseGet(() -> new Answer.Missing(
                                address, "it is of a version that does not tell of reservations, or no worker")));
    }

    private CompletableFuture<Answer> ask(PeerAddress address, String query, Function<String, Answer> read) {
        CompletableFuture<HttpResponse<String>> exchange;
        try {
            exchange = client().sendAsync(request(address, query), PeerClient::body);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(new Answer.Missing(address, cause(e)));
        }
        return exchange.copy()
                .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    // Closes the connection of an answer that has begun and does not end.
                    exchange.cancel(true);
                    return response == null
                            ? new Answer.Missing(address, cause(failure))
                            : answer(address, response, read);
                });
    }

    private HttpRequest request(PeerAddress address, String query) {
        return HttpRequest.newBuilder(URI.create("http://" + address.text() + PodServlet.PATH + query))
                .timeout(TIMEOUT)
                .header("Authorization", tokens.issue(address.text()))
                .build();
    }

    private static HttpResponse.BodySubscriber<String> body(HttpResponse.ResponseInfo response) {
        long length = response.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE);
        return length <= LONGEST_BODY
                ? BodySubscribers.ofString(StandardCharsets.UTF_8)
                : BodySubscribers.replacing("");
    }

    private static Answer answer(PeerAddress address, HttpResponse<String> response, Function<String, Answer> read) {
        return switch (response.statusCode()) {
            case OK -> read.apply(response.body());
            case 401, 403 ->
                new Answer.Missing(
                        address,
                        "it refuses this pod: it has other operators' tokens, or its clock differs by a minute");
            case 404 -> new Answer.Missing(address, "it is of a version that does not answer other pods");
            default -> new Answer.Missing(address, "it answered with status " + response.statusCode());
        };
    }

    private static String cause(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause == null) {
            return "no answer";
        }
        return switch (cause) {
            case TimeoutException late -> "no answer within " + TIMEOUT.toMillis() + " ms";
            case HttpTimeoutException late -> "no answer within " + TIMEOUT.toMillis() + " ms";
            case ConnectException refused -> "nothing listens there";
            default -> cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        };
    }

    private synchronized HttpClient client() {
        HttpClient open = client.orElseGet(() -> HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(TIMEOUT)
                .executor(executor.orCaller())
                .build());
        client = Optional.of(open);
        return open;
    }

    @PreDestroy
    synchronized void close() {
        client.ifPresent(HttpClient::shutdownNow);
        client = Optional.empty();
    }
}
