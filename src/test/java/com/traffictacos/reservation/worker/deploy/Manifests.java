package com.traffictacos.reservation.worker.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Rendered manifests. No kind occurs twice, so that the kind alone says which is meant; the ConfigMap with Grafana's
 * dashboard is a kind of its own here, {@link #DASHBOARD}, and so is what has a name of its own beside the worker's:
 * {@code Service reservation-worker-pods}.
 *
 * @param byKind in the order of the stream
 */
public record Manifests(Map<String, JsonNode> byKind) {

    /** Stands for the kind of a ConfigMap that Grafana reads. */
    static final String DASHBOARD = "Dashboard";

    private static final Set<String> OF_THEIR_OWN = Set.of("reservation-worker-pods", "reservation-worker-operations");

    static Manifests of(String yaml) {
        Map<String, JsonNode> byKind = new LinkedHashMap<>();
        for (JsonNode manifest : YamlText.documents(yaml)) {
            String kind = manifest.at("/metadata/labels").has("grafana_dashboard") ? DASHBOARD : kind(manifest);
            if (byKind.put(kind, manifest) != null) {
                throw new AssertionError("two of kind " + kind);
            }
        }
        return new Manifests(byKind);
    }

    private static String kind(JsonNode manifest) {
        String kind = manifest.path("kind").asString();
        String name = manifest.at("/metadata/name").asString("");
        return OF_THEIR_OWN.contains(name) ? kind + " " + name : kind;
    }

    public Set<String> kinds() {
        return byKind.keySet();
    }

    /**
     * What stands there.
     *
     * @param pointer JSON pointer, such as {@code /spec/replicas}
     */
    public JsonNode at(String kind, String pointer) {
        JsonNode manifest = byKind.get(kind);
        if (manifest == null) {
            throw new AssertionError("no " + kind);
        }
        JsonNode found = manifest.at(pointer);
        if (found.isMissingNode()) {
            throw new AssertionError("no " + pointer + " in " + kind);
        }
        return found;
    }

    /** Everything that the schemas have to say against them. */
    List<String> problems() {
        return byKind.values().stream()
                .flatMap(manifest -> ManifestSchemas.problems(manifest).stream())
                .toList();
    }
}
