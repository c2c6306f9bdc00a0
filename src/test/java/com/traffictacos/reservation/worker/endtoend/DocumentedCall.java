package com.traffictacos.reservation.worker.endtoend;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A gRPC call of {@code docs/operations.md}.
 *
 * @param json the request, with words in capitals in place of what an earlier call has answered
 */
record DocumentedCall(String service, String method, String json) {

    private static final Pattern LINE = Pattern.compile("(?m)^call (\\w+)/(\\w+) '(.*)'$");

    /** In their order. */
    static List<DocumentedCall> all() {
        try {
            return LINE.matcher(Files.readString(Path.of("docs", "operations.md")))
                    .results()
                    .map(line -> new DocumentedCall(line.group(1), line.group(2), line.group(3)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param names what the words in capitals stand for */
    DynamicMessage request(MethodDescriptor method, Map<String, String> names) {
        String text = json;
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("\"" + name.getKey() + "\"", "\"" + name.getValue() + "\"");
        }
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return message(reader.readObject(), method.getInputType());
        }
    }

    private static DynamicMessage message(JsonObject json, Descriptor type) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        json.forEach((name, value) -> {
            FieldDescriptor field = type.findFieldByName(name);
            if (field == null) {
                throw new AssertionError(type.getFullName() + " has no field " + name);
            }
            if (value instanceof JsonArray array) {
                array.forEach(element -> message.addRepeatedField(field, value(element, field)));
            } else {
                message.setField(field, value(value, field));
            }
        });
        return message.build();
    }

    private static Object value(JsonValue value, FieldDescriptor field) {
        return switch (value) {
            case JsonString text -> text.getString();
            case JsonNumber number ->
                field.getJavaType() == FieldDescriptor.JavaType.INT
                        ? (Object) number.intValueExact()
                        : (Object) number.longValueExact();
            case JsonObject object -> message(object, field.getMessageType());
            default -> value.equals(JsonValue.TRUE);
        };
    }
}
