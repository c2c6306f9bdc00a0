package com.traffictacos.reservation.worker.secret;

import com.traffictacos.reservation.worker.config.Problem;
import com.traffictacos.reservation.worker.config.SecretSettings;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Reads secrets from AWS Secrets Manager. Safe for use by any number of threads.
 *
 * <p>The client lives for one call: there is one secret, and it is read once. The endpoint may be moved by {@code
 * AWS_ENDPOINT_URL_SECRETS_MANAGER}, which the SDK reads by itself.
 *
 * @see <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
 */
final class SecretsManagerReader implements SecretReader {

    private final Duration callTimeout;
    private final Duration attemptTimeout;

    /**
     * @param callTimeout of the whole call, with the SDK's own retries
     * @param attemptTimeout of one request
     */
    SecretsManagerReader(Duration callTimeout, Duration attemptTimeout) {
        this.callTimeout = callTimeout;
        this.attemptTimeout = attemptTimeout;
    }

    @Override
    public String read(SecretSettings settings) {
        // The SDK finds some credential providers by the thread's class loader, and this may be any thread of the
        // server.
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(SecretsManagerReader.class.getClassLoader());
        try (SecretsManagerClient client = client(settings)) {
            String text = client.getSecretValue(request -> request.secretId(settings.name()))
                    .secretString();
            if (text == null) {
                throw new SecretUnreadable(
                        new Problem(
                                "SECRET_NAME",
                                '"' + settings.name() + "\", which holds bytes",
                                "a secret that holds text: a JSON object"),
                        null);
            }
            return text;
        } catch (SdkException e) {
            throw new SecretUnreadable(SecretsManagerProblems.of(e, settings), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private SecretsManagerClient client(SecretSettings settings) {
        return SecretsManagerClient.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(attemptTimeout)
                        .socketTimeout(attemptTimeout)
                        .maxConnections(1))
                .overrideConfiguration(
                        limits -> limits.apiCallTimeout(callTimeout).apiCallAttemptTimeout(attemptTimeout))
                .build();
    }

    private static AwsCredentialsProvider credentials(SecretSettings settings) {
        return settings.profile()
                .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}
