package com.traffictacos.reservation.worker.operations.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdminRouteTest {

    private static final Path SOURCES = Path.of(
            "src", "main", "java", "com", "traffictacos", "reservation", "worker", "operations", "admin", "http");
    private static final Pattern ANSWERED = Pattern.compile("call\\.is\\(\"([^\"]+)\"\\)");
    private static final Pattern DOCUMENTED = Pattern.compile("(GET|POST)\\s+/admin(/[a-z{}/-]+)");

    private static final Operator READER = new Operator("bob", OperatorRole.READ, "192.0.2.1");
    private static final Operator WRITER = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");

    @Test
    void listsExactlyTheCallsThatEndpointsAnswer() throws IOException {
        Set<String> answered = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                ANSWERED.matcher(Files.readString(file))
                        .results()
                        .map(call -> call.group(1))
                        .forEach(answered::add);
            }
        }

        assertThat(routes()).containsExactlyInAnyOrderElementsOf(answered);
    }

    @Test
    void listsExactlyTheCallsOfTheDocument() throws IOException {
        Set<String> documented = DOCUMENTED
                .matcher(Files.readString(Path.of("docs", "admin-api.md")))
                .results()
                .map(AdminRouteTest::route)
                .collect(Collectors.toSet());

        assertThat(routes()).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static String route(MatchResult call) {
        return call.group(1) + " " + call.group(2).replaceAll("\\{[a-z]+}", "{}");
    }

    /** All calls that change something are POST, and no other. */
    @ParameterizedTest
    @EnumSource
    void readersMayGetAndChangeNothing(AdminRoute route) {
        String method = route.route().substring(0, route.route().indexOf(' '));
        List<String> path = List.of(
                route.route().substring(method.length() + 2).replace("{}", "x").split("/"));
        Optional<AdminReply> refusal = AdminRoute.refusal(method, path, READER);

        assertThat(route.role()).isEqualTo(method.equals("GET") ? OperatorRole.READ : OperatorRole.WRITE);
        assertThat(AdminRoute.refusal(method, path, WRITER)).isEmpty();
        if (method.equals("GET")) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).hasValueSatisfying(reply -> {
                assertThat(reply.status()).isEqualTo(403);
                assertThat(JsonResponse.text(reply.body())).contains("\"forbidden\"", "role write");
            });
        }
    }

    @Test
    void knowsNoOtherCall() {
        for (List<String> path : List.of(List.of("nothing"), List.of("status", "x"), List.of("polling", "pause"))) {
            assertThat(AdminRoute.refusal("GET", path, WRITER))
                    .map(AdminReply::status)
                    .contains(404);
        }
    }

    private static List<String> routes() {
        return Arrays.stream(AdminRoute.values()).map(AdminRoute::route).toList();
    }
}
