package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An authenticated call.
 *
 * @param method {@code GET} or {@code POST}
 * @param path the segments after {@code /admin}
 * @param query every parameter with its values in their order
 * @param body empty for a call without one
 */
record AdminCall(
        String method, List<String> path, Map<String, List<String>> query, JsonObject body, Operator operator) {

    /** Compares method and path with a route, in which {@code {}} stands for any single segment. */
    boolean is(String route) {
        return matches(route, method, path);
    }

    static boolean matches(String route, String method, List<String> path) {
        int blank = route.indexOf(' ');
        List<String> segments = List.of(route.substring(blank + 2).split("/"));
        if (!method.equals(route.substring(0, blank)) || segments.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).equals("{}") && !segments.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** @throws IllegalArgumentException if the parameter occurs more than once */
    Optional<String> parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new IllegalArgumentException(name + ": given more than once");
        }
        return values.stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** @throws IllegalArgumentException if the parameter is neither {@code true} nor {@code false} */
    boolean flag(String name) {
        return parameter(name)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(name + ": true or false");
                })
                .orElse(false);
    }
}
