package com.traffictacos.reservation.worker.sandbox;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of the embedded queue for whoever is not the worker. */
final class SandboxSqsClients {

    private SandboxSqsClients() {}

    /** A client that makes each request once, so that what it sees is what was answered. */
    static SqsClient at(URI endpoint) {
        return SqsClient.builder()
                .region(Region.of(EmbeddedSqs.REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .checksumValidationEnabled(false)
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClientBuilder(
                        Apache5HttpClient.builder().maxConnections(50).socketTimeout(Duration.ofSeconds(30)))
                .build();
    }
}
