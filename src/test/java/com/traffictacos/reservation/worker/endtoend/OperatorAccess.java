package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.GRPC_PORT;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.TOKEN;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.operator;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who is not. */
abstract class OperatorAccess extends OperatorTopic {

    /** Every call that changes something, or might, as it would succeed with the token. */
    private static final Map<String, String> CHANGES = Map.of(
            "/admin/dead-letters/dry-run", "{\"selection\":{}}",
            "/admin/dead-letters/redrive", "{\"selection\":{},\"confirm\":\"redrive\"}",
            "/admin/dead-letters/discard", "{\"ids\":[\"x\"],\"confirm\":\"discard\"}",
            "/admin/jobs/x/cancel", "{}",
            "/admin/polling/pause", "{}",
            "/admin/polling/resume", "{}");

    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final AtomicInteger ADDRESSES_OF_GRPC = new AtomicInteger();

    /** The third number takes over where the fourth ends. */
    private static String next(int first, AtomicInteger addresses) {
        int number = addresses.getAndIncrement();
        return "127." + first + "." + number / 250 + "." + (number % 250 + 1);
    }

    static Stream<Arguments> grpcTricks() {
        return grpc.closedMethods().stream()
                .flatMap(method -> ForgedMetadata.all(TOKEN).stream().map(trick -> Arguments.of(method, trick)));
    }

    @ParameterizedTest
    @MethodSource("grpcTricks")
    void refusesEveryClosedGrpcCallWithoutTheToken(MethodDescriptor method, ForgedMetadata trick) {
        // Wrong tokens are counted by address here too.
        try (ReflectionClient stranger = new ReflectionClient(next(4, ADDRESSES_OF_GRPC), GRPC_PORT)) {
            assertThat(stranger.call(method, trick.headers()).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    static Stream<Arguments> tricks() {
        List<List<String>> headers = List.of(
                List.of(),
                List.of("Authorization: Bearer wrong"),
                List.of("Authorization:"),
                List.of("Authorization: Bearer"),
                List.of("Authorization: Bearer " + TOKEN, "Authorization: Bearer " + TOKEN),
                List.of("Authorization: Bearer wrong", "Authorization: Bearer " + TOKEN),
                List.of("Authorization: Basic " + TOKEN),
                List.of("X-Authorization: Bearer " + TOKEN),
                List.of("Cookie: token=" + TOKEN + "; Authorization=Bearer " + TOKEN));
        return CHANGES.keySet().stream().flatMap(path -> headers.stream().map(lines -> Arguments.of(path, lines)));
    }

    @ParameterizedTest
    @MethodSource("tricks")
    void refusesEveryChangeWithoutTheToken(String path, List<String> headers) {
        RawHttp.Answer answer = send("POST", path, headers, path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.headers()).anyMatch(header -> header.startsWith("www-authenticate: bearer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/dead-letters/redrive?token=" + TOKEN,
                "/admin/dead-letters/redrive?access_token=" + TOKEN,
                "/admin/../admin/dead-letters/redrive",
                "//admin/dead-letters/redrive",
                "/admin//dead-letters/redrive",
                "/admin;x=1/dead-letters/redrive",
                "/admin/dead-letters/redrive;jsessionid=x",
                "/%61dmin/dead-letters/redrive",
                "/admin/%2e%2e/admin/dead-letters/redrive",
                "/ready/../admin/dead-letters/redrive",
                "/health/..;/admin/dead-letters/redrive",
                "/admin/dead-letters/redrive/"
            })
    void findsNoWayRoundTheDoor(String target) {
        RawHttp.Answer answer = send("POST", target, List.of(), "/admin/dead-letters/redrive");

        assertThat(answer.status()).as(answer.body()).isIn(400, 401, 404, 405);
    }

    @Test
    void takesNoOtherMethodAndNoOverride() {
        String redrive = "/admin/dead-letters/redrive";
        String token = "Authorization: Bearer " + TOKEN;
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW")) {
            assertThat(send(method, redrive, List.of(token), redrive).status())
                    .as(method)
                    .isIn(400, 403, 405, 501);
        }
        assertThat(send("GET", redrive, List.of(token, "X-HTTP-Method-Override: POST"), redrive)
                        .status())
                .isEqualTo(404);
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "")) {
            RawHttp.Answer answer = RawHttp.send(
                    fixture.worker().http(),
                    "127.0.0.1",
                    "POST",
                    redrive,
                    List.of(token, "Content-Type: " + type),
                    CHANGES.getOrDefault(redrive, ""));
            assertThat(answer.status()).as(type).isEqualTo(415);
        }
        assertThat(operator.get("/admin/jobs").getJsonArray("jobs")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/status",
                "/admin/in-work",
                "/admin/dead-letters",
                "/admin/dead-letters/summary",
                "/admin/dead-letters/letters/x",
                "/admin/jobs",
                "/admin/jobs/x",
                "/admin/me",
                "/admin/audit"
            })
    void showsNothingWithoutTheToken(String path) {
        RawHttp.Answer answer = send("GET", path, List.of(), "");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("\"no_token\"");
    }

    @Test
    void tellsBrowsersToKeepOut() {
        assertThat(send("GET", "/admin/status", List.of(), "").headers())
                .contains(
                        "cache-control: no-store",
                        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
                        "x-content-type-options: nosniff",
                        "x-frame-options: deny",
                        "referrer-policy: no-referrer",
                        "cross-origin-resource-policy: same-origin")
                .noneMatch(header -> header.startsWith("access-control-") || header.startsWith("set-cookie"));
    }

    @Test
    void slowsAnAddressThatGuessesAndLetsTheRightTokenIn() {
        for (int i = 0; i < 10; i++) {
            send("127.0.3.1", "GET", "/admin/status", List.of("Authorization: Bearer guess-" + i), "");
        }

        // Headers in which proxies say for whom they speak count for nothing: anybody can write them.
        for (String pretence : List.of("X-Forwarded-For: 127.0.3.2", "Forwarded: for=127.0.3.2", "$WSRA: 127.0.3.2")) {
            List<String> headers = List.of("Authorization: Bearer guess", pretence);
            long begin = System.nanoTime();
            RawHttp.Answer answer = send("127.0.3.1", "GET", "/admin/status", headers, "");

            assertThat(answer.status()).as(pretence).isEqualTo(429);
            assertThat(answer.headers()).contains("retry-after: 60", "x-content-type-options: nosniff");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
        }
        RawHttp.Answer right = send("127.0.3.1", "GET", "/admin/status", List.of("Authorization: Bearer " + TOKEN), "");
        assertThat(right.status()).isEqualTo(200);
        try (ReflectionClient sameAddress = new ReflectionClient("127.0.3.1", GRPC_PORT)) {
            MethodDescriptor summary = method("traffictacos.worker.v1.DeadLetterService", "Summary");
            assertThat(sameAddress.call(summary, OperatorToken.headers()).getCode())
                    .isEqualTo(Status.Code.OK);
            assertThat(sameAddress
                            .call(summary, ForgedMetadata.all(TOKEN).get(1).headers())
                            .getCode())
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
    }

    /**
     * Wrong tokens are counted by address, so that each request comes from another one of this machine.
     *
     * @param body the path whose body of {@link #CHANGES} is sent
     */
    private static RawHttp.Answer send(String method, String target, List<String> headers, String body) {
        return send(next(2, ADDRESSES), method, target, headers, body);
    }

    private static RawHttp.Answer send(String from, String method, String target, List<String> headers, String body) {
        return RawHttp.send(
                fixture.worker().http(),
                from,
                method,
                target,
                Stream.concat(headers.stream(), Stream.of("Content-Type: application/json"))
                        .toList(),
                CHANGES.getOrDefault(body, ""));
    }
}
