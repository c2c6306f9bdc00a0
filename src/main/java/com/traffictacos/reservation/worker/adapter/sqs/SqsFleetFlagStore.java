package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.operations.fleet.FleetFlagStore;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Keeps the fleet's flag in the tag {@value #TAG} of the queue, which every worker knows anyway. Reading needs
 * {@code sqs:ListQueueTags} on the queue, writing {@code sqs:TagQueue}. Other tags stay as they are. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html">ListQueueTags</a>
 */
@SingletonBean
final class SqsFleetFlagStore implements FleetFlagStore {

    static final String TAG = "reservation-worker:fleet";

    private final SqsClient client;
    private final String queueUrl;

    @Inject
    SqsFleetFlagStore(SqsClients clients, Settings.Queue settings) {
        this.client = clients.settling();
        this.queueUrl = settings.url().toString();
    }

    @Override
    public Optional<String> read() {
        try {
            return Optional.ofNullable(client.listQueueTags(request -> request.queueUrl(queueUrl))
                    .tags()
                    .get(TAG));
        } catch (SdkException e) {
            throw new FlagUnreadableException(SqsErrors.describe(e), SqsErrors.isRetryable(e), e);
        }
    }

    @Override
    public void write(String text) {
        SqsErrors.asked(
                () -> client.tagQueue(request -> request.queueUrl(queueUrl).tags(Map.of(TAG, text))));
    }
}
