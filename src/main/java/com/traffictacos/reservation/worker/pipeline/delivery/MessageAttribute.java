package com.traffictacos.reservation.worker.pipeline.delivery;

/**
 * A producer's message attribute, carried through unchanged.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html">SQS
 *     MessageAttributeValue</a>
 */
public sealed interface MessageAttribute {

    /** {@code String}, {@code Number} or {@code Binary}, with the producer's own suffix if it has one. */
    String dataType();

    record Text(String dataType, String value) implements MessageAttribute {}

    /** The bytes are shared, not copied: nobody changes them. */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(String dataType, byte[] value) implements MessageAttribute {}
}
