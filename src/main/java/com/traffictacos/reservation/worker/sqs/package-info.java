/**
 * The queue and what stands in its messages: {@link com.traffictacos.reservation.worker.sqs.SqsMessageQueue} speaks to
 * Amazon SQS, {@link com.traffictacos.reservation.worker.sqs.JsonEventDecoder} reads message bodies.
 *
 * <p>Imports {@code worker}, {@code audit}, {@code event}, {@code config} and {@code log}; the AWS SDK and JSON-P stay in here. Every
 * public type is safe for use by any number of threads. The package makes no threads; the SDK has a few of its own, for
 * idle connections and for time limits.
 */
@NullMarked
package com.traffictacos.reservation.worker.sqs;

import org.jspecify.annotations.NullMarked;
