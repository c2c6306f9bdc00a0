package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The attributes of the dead-letter queue: its size limit ({@code MaximumMessageSize}) and its identity. Read once,
 * with the first dead letter. If the permission is missing, the limit of SQS applies until a refusal reports a smaller
 * one. Thread-safe.
 */
final class DeadLetterTarget {

    /** SQS: "One or more parameters are invalid. Reason: Message must be shorter than 262144 bytes." */
    private static final Pattern TOO_LARGE = Pattern.compile("shorter than ([0-9]{1,9}) bytes");

    private final SqsClient client;
    private final String queueUrl;
    private volatile Optional<Facts> known = Optional.empty();

    private record Facts(int maxBytes, boolean theQueueItself) {}

    /** @param queueUrl the worker's own queue */
    DeadLetterTarget(SqsClient client, URI queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl.toString();
    }

    /** The size limit of a message in bytes, as {@link MessageSize} counts. */
    int maxBytes(String url) {
        return facts(url).maxBytes();
    }

    /** Whether it is the worker's own queue under another spelling. False while this is unknown. */
    boolean isTheQueueItself(String url) {
        return facts(url).theQueueItself();
    }

    /**
     * Reads the limit from a refused dead letter, if it was refused for its size.
     *
     * @param maxBytes the limit that the dead letter was built for
     * @return whether the limit is smaller than that: the dead letter may be accepted with fewer attributes
     */
    boolean learnsFrom(Refusal<?> refusal, int maxBytes) {
        Matcher limit = TOO_LARGE.matcher(refusal.detail());
        if (!limit.find() || Integer.parseInt(limit.group(1)) >= maxBytes) {
            return false;
        }
        boolean itself = known.map(Facts::theQueueItself).orElse(false);
        known = Optional.of(new Facts(Integer.parseInt(limit.group(1)), itself));
        return true;
    }

    private Facts facts(String url) {
        Optional<Facts> facts = known;
        return facts.isPresent() ? facts.get() : ask(url);
    }

    /** Attributes that cannot be read must not delay a dead letter. */
    private Facts ask(String url) {
        Facts facts;
        try {
            Map<QueueAttributeName, String> target = attributes(url);
            String arn = target.get(QueueAttributeName.QUEUE_ARN);
            facts = new Facts(
                    MessageSize.limit(target.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE)),
                    arn != null && arn.equals(attributes(queueUrl).get(QueueAttributeName.QUEUE_ARN)));
        } catch (SdkException e) {
            facts = new Facts(MessageSize.MAX_BYTES, false);
            if (SqsErrors.isRetryable(e)) {
                return facts;
            }
        }
        known = Optional.of(facts);
        return facts;
    }

    private Map<QueueAttributeName, String> attributes(String url) {
        return client.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, QueueAttributeName.QUEUE_ARN))
                .attributes();
    }
}
