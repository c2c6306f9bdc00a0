package com.traffictacos.reservation.worker.deploy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds manifests against {@code schemas/manifests.yaml} of the test resources. */
final class ManifestSchemas {

    private static final Path DEFINITIONS = Path.of("src/test/resources/schemas/manifests.yaml");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private ManifestSchemas() {}

    /** What is wrong with a manifest, each with its place; empty if nothing is. */
    static List<String> problems(JsonNode manifest) {
        String kind = manifest.path("kind").asString();
        ObjectNode schema = (ObjectNode) YamlText.document(DEFINITIONS);
        if (!schema.path("$defs").has(kind)) {
            return List.of("no schema for kind '" + kind + "'");
        }
        schema.put("$ref", "#/$defs/" + kind);
        return REGISTRY.getSchema(schema).validate(manifest).stream()
                .map(error -> kind + " " + error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
