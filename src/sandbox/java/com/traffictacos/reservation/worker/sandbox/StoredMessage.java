package com.traffictacos.reservation.worker.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.traffictacos.reservation.worker.sandbox.MemoryQueue.Delivered;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A message with its JSON made once, when it is sent: the parts around what each delivery adds.
 *
 * @param md5OfBody in hexadecimal, which clients compare with what they have sent and received
 * @param md5OfAttributes the same of the message attributes, if there are any
 */
record StoredMessage(String beforeHandle, String afterCount, String md5OfBody, Optional<String> md5OfAttributes) {

    private static final byte STRING = 1;
    private static final byte BINARY = 2;

    /** @param entry of a {@code SendMessageBatch}, or a {@code SendMessage} */
    static StoredMessage of(JsonObject entry) {
        String body = entry.getString("MessageBody");
        String md5OfBody = HexFormat.of().formatHex(md5().digest(body.getBytes(UTF_8)));
        JsonObjectBuilder content =
                JsonText.BUILD.createObjectBuilder().add("Body", body).add("MD5OfBody", md5OfBody);
        Optional<String> md5OfAttributes = Optional.empty();
        if (entry.containsKey("MessageAttributes")) {
            JsonObject attributes = entry.getJsonObject("MessageAttributes");
            content.add("MessageAttributes", attributes);
            md5OfAttributes = Optional.of(md5Of(attributes));
        }
        md5OfAttributes.ifPresent(md5 -> content.add("MD5OfMessageAttributes", md5));
        String json = content.build().toString();
        return new StoredMessage(
                json.substring(0, json.length() - 1),
                "\",\"SentTimestamp\":\"" + System.currentTimeMillis() + "\"}}",
                md5OfBody,
                md5OfAttributes);
    }

    /**
     * The digest of attributes.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">SQS
     *     message metadata</a>
     */
    private static String md5Of(JsonObject attributes) {
        MessageDigest digest = md5();
        new TreeMap<>(attributes).forEach((name, value) -> {
            JsonObject attribute = value.asJsonObject();
            update(digest, name.getBytes(UTF_8));
            update(digest, attribute.getString("DataType").getBytes(UTF_8));
            boolean isBinary = attribute.containsKey("BinaryValue");
            digest.update(isBinary ? BINARY : STRING);
            update(
                    digest,
                    isBinary
                            ? Base64.getDecoder().decode(attribute.getString("BinaryValue"))
                            : attribute.getString("StringValue").getBytes(UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, byte[] value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).flip());
        digest.update(value);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    /** Adds the members of an answer to its sender. */
    void writeReceipt(StringBuilder json, String messageId) {
        json.append("\"MessageId\":\"").append(messageId);
        json.append("\",\"MD5OfMessageBody\":\"").append(md5OfBody).append('"');
        md5OfAttributes.ifPresent(
                md5 -> json.append(",\"MD5OfMessageAttributes\":\"").append(md5).append('"'));
    }

    /** Adds the message as it is delivered. */
    void write(StringBuilder json, Delivered delivery) {
        json.append(beforeHandle)
                .append(",\"MessageId\":\"")
                .append(delivery.messageId())
                .append("\",\"ReceiptHandle\":\"")
                .append(delivery.handle())
                .append("\",\"Attributes\":{\"ApproximateReceiveCount\":\"")
                .append(delivery.receiveCount())
                .append(afterCount);
    }
}
