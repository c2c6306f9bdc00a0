package com.traffictacos.reservation.worker.sandbox;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the few fields of the SQS JSON protocol that the gateway counts by, in one pass and without building trees.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">SQS API
 *     reference</a>
 */
final class SqsWire {

    private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());

    private SqsWire() {}

    /**
     * A message in an answer to {@code ReceiveMessage}.
     *
     * @param sentAtMillis the attribute {@code SentTimestamp}, if the consumer asked for it
     */
    record Received(String messageId, String receiptHandle, OptionalLong sentAtMillis) {}

    static List<Received> messages(byte[] receiveAnswer) {
        List<Received> messages = new ArrayList<>();
        try (JsonParser json = parser(receiveAnswer)) {
            if (enterArray(json, "Messages")) {
                while (json.next() == Event.START_OBJECT) {
                    messages.add(message(json));
                }
            }
        }
        return messages;
    }

    /** The receipt handle of each entry of a {@code DeleteMessageBatch} by its {@code Id}. */
    static Map<String, String> handlesById(byte[] deleteBatchRequest) {
        Map<String, String> handles = new HashMap<>();
        try (JsonParser json = parser(deleteBatchRequest)) {
            if (enterArray(json, "Entries")) {
                while (json.next() == Event.START_OBJECT) {
                    Map<String, String> entry = strings(json);
                    handles.put(entry.getOrDefault("Id", ""), entry.getOrDefault("ReceiptHandle", ""));
                }
            }
        }
        return handles;
    }

    /** The {@code Id} of each entry that an answer to a batch calls successful. */
    static Set<String> successfulIds(byte[] batchAnswer) {
        Set<String> ids = new HashSet<>();
        try (JsonParser json = parser(batchAnswer)) {
            if (enterArray(json, "Successful")) {
                while (json.next() == Event.START_OBJECT) {
                    ids.add(strings(json).getOrDefault("Id", ""));
                }
            }
        }
        return ids;
    }

    /** The name of the queue that a request is for; empty if it names none. */
    static String queueName(byte[] request) {
        try (JsonParser json = parser(request)) {
            if (json.hasNext() && json.next() == Event.START_OBJECT) {
                while (json.next() == Event.KEY_NAME) {
                    boolean wanted = json.getString().equals("QueueUrl");
                    Event value = json.next();
                    if (wanted && value == Event.VALUE_STRING) {
                        String url = json.getString();
                        return url.substring(url.lastIndexOf('/') + 1);
                    }
                    skip(json, value);
                }
            }
            return "";
        } catch (JsonException notOfThisProtocol) {
            return "";
        }
    }

    /** The receipt handle of a {@code DeleteMessage}; empty if there is none. */
    static String receiptHandle(byte[] deleteRequest) {
        try (JsonParser json = parser(deleteRequest)) {
            return json.next() == Event.START_OBJECT ? strings(json).getOrDefault("ReceiptHandle", "") : "";
        }
    }

    private static Received message(JsonParser json) {
        String id = "";
        String handle = "";
        OptionalLong sentAt = OptionalLong.empty();
        while (json.next() == Event.KEY_NAME) {
            String key = json.getString();
            Event value = json.next();
            if (key.equals("MessageId")) {
                id = json.getString();
            } else if (key.equals("ReceiptHandle")) {
                handle = json.getString();
            } else if (key.equals("Attributes") && value == Event.START_OBJECT) {
                String millis = strings(json).get("SentTimestamp");
                sentAt = millis == null ? sentAt : OptionalLong.of(Long.parseLong(millis));
            } else {
                skip(json, value);
            }
        }
        return new Received(id, handle, sentAt);
    }

    /** The string members of the object that has just begun, which is read to its end. */
    private static Map<String, String> strings(JsonParser json) {
        Map<String, String> members = new HashMap<>();
        while (json.next() == Event.KEY_NAME) {
            String key = json.getString();
            Event value = json.next();
            if (value == Event.VALUE_STRING) {
                members.put(key, json.getString());
            } else {
                skip(json, value);
            }
        }
        return members;
    }

    private static boolean enterArray(JsonParser json, String name) {
        if (!json.hasNext() || json.next() != Event.START_OBJECT) {
            return false;
        }
        while (json.next() == Event.KEY_NAME) {
            boolean wanted = json.getString().equals(name);
            Event value = json.next();
            if (wanted && value == Event.START_ARRAY) {
                return true;
            }
            skip(json, value);
        }
        return false;
    }

    private static void skip(JsonParser json, Event value) {
        if (value == Event.START_OBJECT) {
            json.skipObject();
        } else if (value == Event.START_ARRAY) {
            json.skipArray();
        }
    }

    private static JsonParser parser(byte[] json) {
        return PARSERS.createParser(new ByteArrayInputStream(json), StandardCharsets.UTF_8);
    }
}
