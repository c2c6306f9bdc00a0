package com.traffictacos.reservation.worker.pipeline.delivery;

/**
 * A producer's message attribute, copied unchanged to the dead-letter queue.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html">SQS
 *     MessageAttributeValue</a>
 */
public sealed interface MessageAttribute {

    /** {@code String}, {@code Number} or {@code Binary}, with the producer's custom suffix if there is one. */
    String dataType();

    record Text(String dataType, String value) implements MessageAttribute {}

    /** The array is shared and not copied; it must not be modified. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(String dataType, byte[] value) implements MessageAttribute {}
}
