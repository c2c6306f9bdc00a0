package com.traffictacos.reservation.worker.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A CloudFormation template as a tree, with its short forms written out: {@code !Ref x} is {@code {"Ref": x}}, {@code
 * !GetAtt a.b} is {@code {"Fn::GetAtt": ["a", "b"]}}, any other {@code !Name} is {@code Fn::Name}. Every scalar is a text.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html">Intrinsic
 *     functions</a>
 */
public record CloudFormationTemplate(JsonNode tree) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Reads a template. CloudFormation has no aliases, so they are refused. */
    public static CloudFormationTemplate read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CloudFormationTemplate of(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(0).build();
        Node root = new Compose(settings).composeString(yaml).orElseThrow();
        return new CloudFormationTemplate(json(root));
    }

    /** What a function of the template's is called with. */
    public record Call(String function, JsonNode argument) {}

    /** Every function that is called anywhere below a node. */
    static List<Call> calls(JsonNode node) {
        List<Call> calls = new ArrayList<>();
        visit(node, (name, value) -> {
            if (name.startsWith("Fn::") || name.equals("Ref")) {
                calls.add(new Call(name, value));
            }
        });
        return calls;
    }

    private static void visit(JsonNode node, BiConsumer<String, JsonNode> member) {
        node.properties().forEach(entry -> {
            member.accept(entry.getKey(), entry.getValue());
            visit(entry.getValue(), member);
        });
        if (node.isArray()) {
            node.valueStream().forEach(element -> visit(element, member));
        }
    }

    Set<String> names(String section) {
        return new TreeSet<>(tree.path(section).propertyNames());
    }

    JsonNode resource(String name) {
        JsonNode resource = tree.path("Resources").path(name);
        if (resource.isMissingNode()) {
            throw new AssertionError("no resource " + name);
        }
        return resource;
    }

    /**
     * What the policies within a role allow on a resource of the template.
     *
     * @param target the resource whose ARN the statement names
     */
    public Set<String> allowedByRole(String role, String target) {
        Stream<JsonNode> documents =
                resource(role).at("/Properties/Policies").valueStream().map(policy -> policy.path("PolicyDocument"));
        return allowed(documents, target);
    }

    /** What a policy that stands by itself allows on a resource of the template. */
    public Set<String> allowedByPolicy(String policy, String target) {
        return allowed(Stream.of(resource(policy).at("/Properties/PolicyDocument")), target);
    }

    private static Set<String> allowed(Stream<JsonNode> documents, String target) {
        Set<String> actions = new TreeSet<>();
        documents
                .flatMap(document -> elements(document.path("Statement")))
                .filter(statement -> statement.path("Effect").asString().equals("Allow"))
                .filter(statement -> elements(statement.path("Resource"))
                        .anyMatch(resource ->
                                resource.at("/Fn::GetAtt/0").asString("").equals(target)))
                .flatMap(statement -> elements(statement.path("Action")))
                .forEach(action -> actions.add(action.asString()));
        return actions;
    }

    /** A list's elements, or the one that stands for a list of itself. */
    static Stream<JsonNode> elements(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.of(node);
    }

    private static JsonNode json(Node node) {
        JsonNode value = untagged(node);
        String tag = node.getTag().getValue();
        if (!tag.startsWith("!")) {
            return value;
        }
        String name = tag.substring(1);
        ObjectNode call = JSON.objectNode();
        if (name.equals("GetAtt") && value.isString()) {
            String[] parts = value.asString().split("\\.", 2);
            call.putArray("Fn::GetAtt").add(parts[0]).add(parts[1]);
        } else {
            call.set(name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name, value);
        }
        return call;
    }

    private static JsonNode untagged(Node node) {
        return switch (node) {
            case ScalarNode scalar -> JSON.stringNode(scalar.getValue());
            case SequenceNode sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.getValue().forEach(element -> array.add(json(element)));
                yield array;
            }
            case MappingNode mapping -> {
                ObjectNode object = JSON.objectNode();
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                    if (object.replace(key, json(tuple.getValueNode())) != null) {
                        throw new AssertionError("twice: " + key);
                    }
                }
                yield object;
            }
            default -> throw new AssertionError("neither text, list nor map: " + node);
        };
    }
}
