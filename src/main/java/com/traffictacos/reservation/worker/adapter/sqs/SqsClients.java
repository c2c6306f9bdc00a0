package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.aws.AwsHttp;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
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
 * The two SQS clients: one for receives, which wait for long polls, and one for settling calls, which have short
 * timeouts. Separate connection pools keep waiting receives from blocking settling calls.
 *
 * <p>Thread-safe. If the settings have no endpoint, the SDK determines it in its own ways, for example from a profile's
 * configuration file.
 */
@SingletonBean
final class SqsClients implements AutoCloseable {

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_SQS";

    // For a server in the same region: a slower connect has failed, and a new attempt is cheaper.
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    // Shorter than the minute after which servers and NAT gateways commonly drop idle connections.
    private static final Duration MAX_IDLE = Duration.ofSeconds(20);
    // More than the concurrent receives or settling calls ever need: a thousand permits are a hundred receives.
    private static final int MAX_CONNECTIONS = 128;

    // How long after the end of the long poll the answer may start.
    private static final Duration RECEIVE_MARGIN = Duration.ofSeconds(5);

    // For the whole answer, once it has started: ten messages of a megabyte each.
    private static final Duration RECEIVE_ANSWER = Duration.ofSeconds(10);

    // SQS settles within some ten milliseconds. The lease and the drain leave no room for a longer timeout.
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
     * @param answerTime limit for the whole answer to a receive, measured from the latest time at which it may start
     */
    SqsClients(Access access, Duration waitTime, Duration answerTime, ProxyRules proxies) {
        this.credentials = access.credentials();
        this.receiveTimeout = waitTime.plus(RECEIVE_MARGIN);
        this.polling = new AbortableHttpClient(
                http(proxies).socketTimeout(receiveTimeout).build());
        this.receiving = access.client()
                .httpClient(polling)
                // The poll loop has its own backoff and counts each error.
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
     * How the worker accesses SQS.
     *
     * @param endpoint replaces the region's own
     * @param profile the profile whose other settings apply, in addition to its credentials
     */
    record Access(AwsCredentialsProvider credentials, Region region, Optional<URI> endpoint, Optional<String> profile) {

        /**
         * Returns the access for the given settings. A named profile is used exclusively: a key left over in the
         * environment does not replace it.
         *
         * <p>In a manifest an empty variable means the same as none, but the SDK's builder fails on it. Setting the
         * region's own endpoint explicitly keeps the builder from reading the variable.
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
            // TLS already protects the content. With checksums, one mismatch would discard nine good messages together
            // with the bad one, including their receipt handles.
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

    /** The client for receives: no retries, and timeouts that cover the long poll. */
    SqsClient receiving() {
        return receiving;
    }

    /** How long a receive waits for its answer. */
    Duration receiveTimeout() {
        return receiveTimeout;
    }

    /** The client for everything else: short timeouts, a few retries. */
    SqsClient settling() {
        return settling;
    }

    /** Aborts waiting receives and refuses new ones. Settling continues. */
    void stopReceiving() {
        polling.stop();
    }

    /** Number of receives that currently wait for their answer. */
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
