package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.adapter.aws.AwsHttp;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.SecretSettings;
import com.traffictacos.reservation.worker.platform.settings.SettingProblem;
import com.traffictacos.reservation.worker.platform.settings.SettingsSource;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Reads secrets from AWS Secrets Manager. Thread-safe.
 *
 * <p>Each call uses its own client, because there is one secret and it is read once. If the settings have no endpoint,
 * the SDK determines it in its own ways, for example from a profile's configuration file.
 *
 * @see
 *     <a href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
 */
final class SecretsManagerReader implements SecretReader {

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

    private final SettingsSource process;
    private final Duration callTimeout;
    private final Duration attemptTimeout;

    /**
     * @param process the variables that the SDK sees
     * @param callTimeout limit of the whole call, including the SDK's own retries
     * @param attemptTimeout limit of one request
     */
    SecretsManagerReader(SettingsSource process, Duration callTimeout, Duration attemptTimeout) {
        this.process = process;
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
                throw new SecretUnreadableException(
                        new SettingProblem(
                                "SECRET_NAME",
                                '"' + settings.name() + "\", which holds bytes",
                                "a secret that holds text: a JSON object"),
                        null);
            }
            return text;
        } catch (SdkException e) {
            throw new SecretUnreadableException(SecretsManagerProblems.of(e, settings), e);
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            // The builder throws these exceptions for SDK variables that it cannot parse, such as an empty endpoint.
            throw new SecretUnreadableException(SecretsManagerProblems.ofBuilder(e, settings), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private SecretsManagerClient client(SecretSettings settings) {
        return SecretsManagerClient.builder()
                .region(Region.of(settings.region()))
                .applyMutation(builder -> endpoint(settings).ifPresent(builder::endpointOverride))
                .credentialsProvider(credentials(settings))
                .httpClientBuilder(AwsHttp.client(ProxyRules.ofProcess(), attemptTimeout)
                        .socketTimeout(attemptTimeout)
                        .maxConnections(1))
                .overrideConfiguration(configuration -> {
                    configuration.apiCallTimeout(callTimeout).apiCallAttemptTimeout(attemptTimeout);
                    settings.profile().ifPresent(configuration::defaultProfileName);
                })
                .build();
    }

    /**
     * The endpoint to set. In a manifest an empty variable means the same as none, but the SDK's builder fails on it.
     * Setting the region's own endpoint explicitly keeps the builder from reading the variable.
     */
    Optional<URI> endpoint(SecretSettings settings) {
        return settings.endpoint()
                .or(() -> process.value(ENDPOINT)
                        .filter(String::isBlank)
                        .map(blank -> SecretsManagerClient.serviceMetadata().endpointFor(Region.of(settings.region())))
                        .map(host -> URI.create("https://" + host)));
    }

    private static AwsCredentialsProvider credentials(SecretSettings settings) {
        return settings.profile()
                .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }
}
