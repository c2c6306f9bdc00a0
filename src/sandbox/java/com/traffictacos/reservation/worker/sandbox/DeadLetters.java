package com.traffictacos.reservation.worker.sandbox;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Reads a dead-letter queue. */
public final class DeadLetters {

    private DeadLetters() {}

    /**
     * A message at rest.
     *
     * @param attributes message attributes, {@code failure_reason} among them
     */
    public record DeadLetter(String messageId, String body, Map<String, String> attributes) {

        /** Contract section 6; empty for a dead letter that the redrive policy moved. */
        public String reason() {
            return attributes.getOrDefault("failure_reason", "");
        }

        /** The reservation that the body names; empty if it names none. */
        public String reservationId() {
            try {
                JsonObject json = JsonText.object(body);
                return json.get("detail") instanceof JsonObject detail
                                && detail.get("reservation_id") instanceof JsonString id
                        ? id.getString()
                        : "";
            } catch (JsonException e) {
                return "";
            }
        }
    }

    /**
     * Every message of the queue. They are out of other readers' sight for a minute afterwards. Those of a FIFO queue are
     * deleted: the later dead letters of a group come only when its earlier ones are gone.
     */
    public static List<DeadLetter> read(SqsClient client, URI queue) {
        Map<String, DeadLetter> deadLetters = new LinkedHashMap<>();
        List<Message> messages;
        do {
            messages = client.receiveMessage(r -> r.queueUrl(queue.toString())
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(60)
                            .messageAttributeNames("All"))
                    .messages();
            for (Message message : messages) {
                deadLetters.put(message.messageId(), deadLetter(message));
                if (queue.getPath().endsWith(".fifo")) {
                    client.deleteMessage(r -> r.queueUrl(queue.toString()).receiptHandle(message.receiptHandle()));
                }
            }
        } while (!messages.isEmpty());
        return List.copyOf(deadLetters.values());
    }

    private static DeadLetter deadLetter(Message message) {
        return new DeadLetter(
                message.messageId(),
                message.body(),
                message.messageAttributes().entrySet().stream()
                        .filter(attribute -> attribute.getValue().stringValue() != null)
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                attribute -> attribute.getValue().stringValue())));
    }
}
