package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Finds the queues whose redrive policies name a dead-letter queue. Needs the permission
 * {@code sqs:ListDeadLetterSourceQueues}; without it the result is empty. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html">ListDeadLetterSourceQueues</a>
 */
final class DeadLetterSources {

    private static final JsonLog LOG = JsonLog.of(DeadLetterSources.class);

    private final SqsClient client;
    private final String ownName;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param queueUrl the worker's own queue */
    DeadLetterSources(SqsClient client, URI queueUrl) {
        this.client = client;
        this.ownName = QueueNames.ofUrl(queueUrl);
    }

    /** Returns the names of the other queues, or empty if they cannot be determined. */
    Optional<Set<String>> others(String deadLetterUrl) {
        try {
            return Optional.of(
                    client
                            .listDeadLetterSourceQueuesPaginator(request -> request.queueUrl(deadLetterUrl))
                            .queueUrls()
                            .stream()
                            .map(url -> QueueNames.ofUrl(URI.create(url)))
                            .filter(name -> !name.equals(ownName))
                            .collect(Collectors.toUnmodifiableSet()));
        } catch (SdkException e) {
            if (!warned.getAndSet(true)) {
                LOG.warn(
                        "it could not be found out whether other queues share the dead-letter queue; allow"
                                + " sqs:ListDeadLetterSourceQueues on it",
                        fields -> fields.with("error", SqsErrors.describe(e)));
            }
            return Optional.empty();
        }
    }
}
