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
 * What the dead-letter queue says of itself: how large a message it takes ({@code MaximumMessageSize}), and who it is. Asked
 * once, with the first letter; where it may not be asked, the limit of SQS counts until a refusal tells another one. Safe
 * for use by any number of threads.
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

    /** The size of the largest message that it takes, as {@link MessageSize} counts. */
    int maxBytes(String url) {
        return facts(url).maxBytes();
    }

    /** Whether it is the worker's own queue, however it is spelt; false while nobody knows. */
    boolean isTheQueueItself(String url) {
        return facts(url).theQueueItself();
    }

    /**
     * Learns the limit from a refused letter, if it was refused for its size.
     *
     * @param maxBytes the limit that the letter was made for
     * @return whether the limit is smaller than that: the letter may be accepted with fewer attributes
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

    /** A letter must not wait for what could not be read. */
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
