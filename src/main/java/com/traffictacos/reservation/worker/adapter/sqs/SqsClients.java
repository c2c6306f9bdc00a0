package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.aws.AwsHttp;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The two SQS clients, since a long poll and a delete have nothing in common: one waits, the other is in a hurry. With
 * pools of their own, waiting receives never keep a settling call from its connection.
 *
 * <p>Safe for use by any number of threads. Without an endpoint in the settings the SDK looks
 * for one in its own ways, such as the configuration file of a profile.
 */
@Singleton
final class SqsClients implements AutoCloseable {

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_SQS";

    // Of a server in the same region: a connection that takes longer is lost, and another try is cheaper.
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    // Shorter than the minute after which servers and NAT gateways commonly drop idle connections.
    private static final Duration MAX_IDLE = Duration.ofSeconds(20);
    // More than receives or settling calls ever run side by side: a thousand permits are a hundred receives.
    private static final int MAX_CONNECTIONS = 128;

    // How much later than the end of the long poll an answer may come.
    private static final Duration RECEIVE_MARGIN = Duration.ofSeconds(5);

    // For the answer as a whole, once it has begun: ten messages of a megabyte each.
    private static final Duration RECEIVE_ANSWER = Duration.ofSeconds(10);

    // SQS settles within some ten milliseconds; the lease and the drain leave no room for more patience than this.
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(3);
    private static final int SETTLE_ATTEMPTS = 2;
    private static final Duration SETTLE_TIMEOUT_IN_ALL = Duration.ofSeconds(10);

    private final AwsCredentialsProvider credentials;
    private final AbortableHttpClient polling;
    private final SqsClient receiving;
    private final SqsClient settling;
    private final Duration receiveTimeout;

    @Inject
    SqsClients(Settings.Aws aws, Settings.Queue queue) {
        this(Access.of(aws, System.getenv()), queue.waitTime());
    }

    /** @param waitTime of the long poll */
    SqsClients(Access access, Duration waitTime) {
        this(access, waitTime, RECEIVE_ANSWER, ProxyRules.ofProcess());
    }

    /**
     * @param waitTime of the long poll
     * @param answerTime in which the answer to a receive has to be there as a whole, from when it may begin at the latest
     */
    SqsClients(Access access, Duration waitTime, Duration answerTime, ProxyRules proxies) {
        this.credentials = access.credentials();
        this.receiveTimeout = waitTime.plus(RECEIVE_MARGIN);
        this.polling = new AbortableHttpClient(
                http(proxies).socketTimeout(receiveTimeout).build());
        this.receiving = access.client()
                .httpClient(polling)
                // The poll loop backs off by itself, and counts each error.
                .overrideConfiguration(access.configuration()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(receiveTimeout.plus(answerTime))
                        .build())
                .build();
        this.settling = access.client()
                .httpClientBuilder(http(proxies).socketTimeout(SETTLE_TIMEOUT))
                .overrideConfiguration(access.configuration()
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(SETTLE_ATTEMPTS)
                                .build())
                        .apiCallTimeout(SETTLE_TIMEOUT_IN_ALL)
                        .build())
                .build();
    }

    private static Apache5HttpClient.Builder http(ProxyRules proxies) {
        return AwsHttp.client(proxies, CONNECT_TIMEOUT)
                .connectionMaxIdleTime(MAX_IDLE)
                .maxConnections(MAX_CONNECTIONS);
    }

    /**
     * How SQS is spoken to.
     *
     * @param endpoint instead of the region's own
     * @param profile whose other settings count, beside its credentials
     */
    record Access(AwsCredentialsProvider credentials, Region region, Optional<URI> endpoint, Optional<String> profile) {

        /**
         * A named profile is used alone: a key left over in the environment does not take its place.
         *
         * <p>An empty variable is as good as none in a manifest, and the SDK's builder dies of it: the region's own
         * endpoint, set explicitly, keeps it from looking.
         *
         * @param environment the variables that the SDK sees
         */
        static Access of(Settings.Aws aws, Map<String, String> environment) {
            Region region = Region.of(aws.region());
            Optional<URI> endpoint = aws.sqsEndpoint()
                    .or(() -> Optional.ofNullable(environment.get(ENDPOINT))
                            .filter(String::isBlank)
                            .map(blank -> URI.create(
                                    "https://" + SqsClient.serviceMetadata().endpointFor(region))));
            AwsCredentialsProvider credentials = aws.profile().isPresent()
                    ? ProfileCredentialsProvider.create(aws.profile().get())
                    : DefaultCredentialsProvider.builder().build();
            return new Access(credentials, region, endpoint, aws.profile());
        }

        private SqsClientBuilder client() {
            // Checksums guard what TLS guards already, and one that does not match would throw away nine good messages
            // with the bad one, receipt handles and all.
            SqsClientBuilder client = SqsClient.builder()
                    .region(region)
                    .credentialsProvider(credentials)
                    .checksumValidationEnabled(false);
            endpoint.ifPresent(client::endpointOverride);
            return client;
        }

        private ClientOverrideConfiguration.Builder configuration() {
            ClientOverrideConfiguration.Builder configuration = ClientOverrideConfiguration.builder();
            profile.ifPresent(configuration::defaultProfileName);
            return configuration;
        }
    }

    /** For receives: no retries, and patience for the long poll. */
    SqsClient receiving() {
        return receiving;
    }

    /** How long a receive waits for its answer. */
    Duration receiveTimeout() {
        return receiveTimeout;
    }

    /** For everything else: short timeouts, a few retries. */
    SqsClient settling() {
        return settling;
    }

    /** Ends waiting receives, and refuses new ones. Settling goes on. */
    void stopReceiving() {
        polling.stop();
    }

    /** How many receives wait for their answer just now. */
    int waitingReceives() {
        return polling.waiting();
    }

    boolean isReceivingStopped() {
        return polling.isStopped();
    }

    @Override
    @PreDestroy
    public void close() {
        stopReceiving();
        receiving.close();
        polling.close();
        settling.close();
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
