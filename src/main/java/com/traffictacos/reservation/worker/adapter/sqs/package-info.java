/**
 * Amazon SQS behind the ports of the pipeline and of the operators: {@link
 * com.traffictacos.reservation.worker.adapter.sqs.SqsMessageQueue} receives and settles, {@link
 * com.traffictacos.reservation.worker.adapter.sqs.SqsDeadLetterQueue} browses dead letters.
 *
 * <p>Besides {@code secretsmanager} and {@code aws}, the only package that uses the AWS SDK. Thread-safe. Creates no threads; the SDK
 * has a few of its own for idle connections and timeouts.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.sqs;

import org.jspecify.annotations.NullMarked;
