package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.platform.concurrent.FleetExecutor;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerClientTest {

    private static final PodStatus STATUS = Pods.status("a", "worker-a", 2);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PeerTokens tokens = new PeerTokens(
            new AdminTokens(new Settings.Operations(
                    Optional.of(new Secret("alice:0123456789abcdef")), Optional.empty(), false, 8040, 8041)),
            new ManualClock(Instant.parse("2025-01-23T10:00:00Z")));
    private final PeerClient client = new PeerClient(tokens, new FleetExecutor(threads));
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server = open();

    @AfterEach
    void close() {
        end.countDown();
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer open() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PeerAddress serve(HttpHandler handler) {
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return PeerAddress.of(
                InetAddress.getLoopbackAddress(), server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String cause(Answer answer) {
        return answer instanceof Answer.Missing missing ? missing.cause() : "answered";
    }

    @Test
    void asksWithATokenForThatAddress() {
        PeerAddress address = serve(exchange -> {
            boolean valid = tokens.isValid(
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    "127.0.0.1:" + server.getAddress().getPort());
            answer(
                    exchange,
                    valid && exchange.getRequestURI().getPath().equals("/fleet/pod") ? 200 : 401,
                    JsonResponse.text(STATUS));
        });

        assertThat(client.ask(address).join()).isEqualTo(new Answer.Given(address, STATUS));
    }

    @Test
    void asksForAReservationAndKnowsAWorkerThatCannotTell() {
        ReservationId reservation = new ReservationId("rsv:1");
        PodReservation known = Pods.reservation("a", "worker-a", reservation);
        PeerAddress address = serve(exchange -> answer(
                exchange,
                200,
                "reservation_id=rsv:1".equals(exchange.getRequestURI().getQuery())
                        ? JsonResponse.text(known)
                        : JsonResponse.text(STATUS)));

        assertThat(client.ask(address, reservation).join()).isEqualTo(new Answer.Told(address, known));
        assertThat(client.ask(address).join()).isEqualTo(new Answer.Given(address, STATUS));
        assertThat(cause(client.ask(address, new ReservationId("rsv:2")).join()))
                .contains("of a version");
    }

    @Test
    void waitsForNobodyWhoHangs() {
        PeerAddress address = serve(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitEnd();
        });
        List<CompletableFuture<Answer>> answers =
                IntStream.range(0, 50).mapToObj(i -> client.ask(address)).toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(cause(answer.join())).contains("no answer within 900 ms"));
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void saysWhatWasWrong() {
        AtomicInteger status = new AtomicInteger(401);
        PeerAddress address = serve(exchange -> answer(exchange, status.get(), "{}"));

        assertThat(cause(client.ask(address).join())).contains("other operators' tokens");
        status.set(404);
        assertThat(cause(client.ask(address).join())).contains("of a version");
        status.set(500);
        assertThat(cause(client.ask(address).join())).contains("status 500");
        status.set(200);
        assertThat(cause(client.ask(address).join())).contains("no worker");
        server.stop(0);
        assertThat(cause(client.ask(address).join())).contains("nothing listens there");
    }

    /** A token goes to the addresses of the list alone. */
    @Test
    void followsNoRedirect() {
        AtomicInteger asked = new AtomicInteger();
        PeerAddress address = serve(exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            answer(exchange, 302, "");
        });

        assertThat(cause(client.ask(address).join())).contains("status 302");
        assertThat(asked).hasValue(1);
    }

    @Test
    void readsNoEndlessAnswer() {
        PeerAddress address = serve(exchange -> answer(exchange, 200, " ".repeat(200_000) + JsonResponse.text(STATUS)));

        assertThat(cause(client.ask(address).join())).contains("no worker");
    }
}
