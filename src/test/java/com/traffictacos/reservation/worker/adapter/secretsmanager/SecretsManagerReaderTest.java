package com.traffictacos.reservation.worker.adapter.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffictacos.reservation.worker.platform.settings.SecretSettings;
import com.traffictacos.reservation.worker.platform.settings.SettingProblem;
import com.traffictacos.reservation.worker.platform.settings.SettingsSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the real client of the SDK, which gets endpoint and credentials in the SDK's own ways. */
class SecretsManagerReaderTest {

    private static final SettingsSource NO_VARIABLES = name -> Optional.empty();
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final SecretSettings SETTINGS =
            new SecretSettings("traffictacos/reservation-worker", "ap-northeast-2", Optional.empty(), Optional.empty());

    private final Map<String, Optional<String>> before = new HashMap<>();
    private final LocalSecretsManager secretsManager = new LocalSecretsManager();
    private final SecretsManagerReader reader =
            new SecretsManagerReader(NO_VARIABLES, ATTEMPT.multipliedBy(4), ATTEMPT);

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void pointTheSdkHere() {
        set("aws.endpointUrlSecretsManager", secretsManager.endpoint().toString());
        set("aws.accessKeyId", "chain-key");
        set("aws.secretAccessKey", "hunter2");
    }

    @AfterEach
    void restore() {
        before.forEach((name, value) ->
                value.ifPresentOrElse(text -> System.setProperty(name, text), () -> System.clearProperty(name)));
        secretsManager.close();
    }

    @Test
    void readsTheTextOfTheSecretWithTheDefaultChain() {
        secretsManager.holdText("{\"sqs_queue_url\":\"x\"}");

        assertThat(reader.read(SETTINGS)).isEqualTo("{\"sqs_queue_url\":\"x\"}");
        assertThat(secretsManager.requests()).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("secretsmanager.GetSecretValue");
            assertThat(request.body()).isEqualTo("{\"SecretId\":\"traffictacos/reservation-worker\"}");
            assertThat(request.authorization()).contains("Credential=chain-key/", "/ap-northeast-2/secretsmanager/");
        });
    }

    @Test
    void readsWithTheCredentialsOfAProfile() throws IOException {
        Path credentials = directory.resolve("credentials");
        Files.writeString(credentials, "[staging]\naws_access_key_id = profile-key\naws_secret_access_key = x\n");
        set("aws.sharedCredentialsFile", credentials.toString());
        secretsManager.holdText("{}");

        reader.read(new SecretSettings("s", "eu-west-1", Optional.of("staging"), Optional.empty()));

        assertThat(secretsManager.requests())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.authorization()).contains("Credential=profile-key/", "/eu-west-1/"));
    }

    @Test
    void asksTheEndpointOfTheSettings() {
        System.clearProperty("aws.endpointUrlSecretsManager");
        secretsManager.holdText("{}");

        assertThat(reader.read(
                        new SecretSettings("s", "eu-west-1", Optional.empty(), Optional.of(secretsManager.endpoint()))))
                .isEqualTo("{}");
    }

    @Test
    void asksTheEndpointOfTheProfile() throws IOException {
        System.clearProperty("aws.endpointUrlSecretsManager");
        Path credentials = directory.resolve("credentials");
        Files.writeString(credentials, "[staging]\naws_access_key_id = profile-key\naws_secret_access_key = x\n");
        set("aws.sharedCredentialsFile", credentials.toString());
        Path config = directory.resolve("config");
        Files.writeString(config, "[profile staging]\nendpoint_url = " + secretsManager.endpoint() + "\n");
        set("aws.configFile", config.toString());
        secretsManager.holdText("{}");

        assertThat(reader.read(new SecretSettings("s", "eu-west-1", Optional.of("staging"), Optional.empty())))
                .isEqualTo("{}");
    }

    @Test
    void takesAnEmptyEndpointForNone() {
        SecretsManagerReader empty = new SecretsManagerReader(name -> Optional.of(""), ATTEMPT, ATTEMPT);

        assertThat(empty.endpoint(SETTINGS))
                .contains(URI.create("https://secretsmanager.ap-northeast-2.amazonaws.com"));
        assertThat(reader.endpoint(SETTINGS)).isEmpty();
    }

    @Test
    void saysThatTheSdkDoesNotTakeItsOwnVariables() {
        set("aws.endpointUrlSecretsManager", "");

        SettingProblem problem = problem(SETTINGS);

        assertThat(problem.variable()).isEqualTo("USE_SECRET_MANAGER");
        assertThat(problem.got()).contains("the AWS SDK does not take its own variables");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ResourceNotFoundException | a secret that exists in ap-northeast-2",
                "AccessDeniedException | allow its role secretsmanager:GetSecretValue",
                "DecryptionFailure | allow its role kms:Decrypt",
                "InvalidRequestException | it may be marked for deletion"
            })
    void saysWhatToDoAboutTheSecret(String code, String accepts) {
        secretsManager.refuse(400, code, "any words");

        SettingProblem problem = problem(SETTINGS);

        assertThat(problem.variable()).isEqualTo("SECRET_NAME");
        assertThat(problem.got()).isEqualTo("\"traffictacos/reservation-worker\" (" + code + ")");
        assertThat(problem.accepts()).contains(accepts);
        assertThat(secretsManager.requests()).hasSize(1);
    }

    @Test
    void saysThatCredentialsAreNotTaken() {
        secretsManager.refuse(400, "UnrecognizedClientException", "The security token is invalid.");

        assertThat(problem(SETTINGS).message())
                .isEqualTo(
                        "USE_SECRET_MANAGER: got \"true\" (UnrecognizedClientException, HTTP 400: The security token is"
                                + " invalid.), accepts true where Secrets Manager in ap-northeast-2 can be asked with"
                                + " credentials from the default chain; otherwise false");
    }

    @Test
    void triesAgainWhenTheServiceFails() {
        secretsManager.refuse(500, "InternalServiceError", "Sorry.");

        assertThat(problem(SETTINGS).got()).contains("InternalServiceError, HTTP 500");
        assertThat(secretsManager.requests()).hasSizeGreaterThan(1);
    }

    @Test
    void saysThatAProfileGivesNoCredentials() throws IOException {
        Path nothing = Files.writeString(directory.resolve("credentials"), "");
        set("aws.sharedCredentialsFile", nothing.toString());
        set("aws.configFile", nothing.toString());

        SettingProblem problem = problem(new SecretSettings("s", "eu-west-1", Optional.of("absent"), Optional.empty()));

        assertThat(problem.variable()).isEqualTo("USE_SECRET_MANAGER");
        assertThat(problem.accepts()).contains("credentials of the profile \"absent\"");
        assertThat(secretsManager.requests()).isEmpty();
    }

    @Test
    void givesUpOnAServiceThatDoesNotAnswer() {
        secretsManager.fallSilent();
        SecretsManagerReader impatient =
                new SecretsManagerReader(NO_VARIABLES, Duration.ofMillis(500), Duration.ofMillis(200));

        SecretUnreadableException failure =
                catchThrowableOfType(SecretUnreadableException.class, () -> impatient.read(SETTINGS));

        assertThat(failure).isNotNull();
        assertThat(failure.problem().variable()).isEqualTo("USE_SECRET_MANAGER");
        assertThat(failure.problem().got()).contains("timeout");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void saysThatNobodyListens() {
        secretsManager.close();

        assertThat(problem(SETTINGS).got()).contains("Connect to http://127.0.0.1:");
    }

    @Test
    void refusesASecretOfBytes() {
        secretsManager.holdBytes();

        assertThat(problem(SETTINGS).message())
                .isEqualTo(
                        "SECRET_NAME: got \"traffictacos/reservation-worker\", which holds bytes, accepts a secret that"
                                + " holds text: a JSON object");
    }

    @Test
    void leavesTheClassLoaderOfTheThreadAsItWas() {
        secretsManager.holdText("{}");
        Thread thread = Thread.currentThread();
        ClassLoader original = thread.getContextClassLoader();
        ClassLoader another = new ClassLoader(original) {};
        thread.setContextClassLoader(another);
        try {
            reader.read(SETTINGS);

            assertThat(thread.getContextClassLoader()).isSameAs(another);
        } finally {
            thread.setContextClassLoader(original);
        }
    }

    private SettingProblem problem(SecretSettings settings) {
        SecretUnreadableException failure =
                catchThrowableOfType(SecretUnreadableException.class, () -> reader.read(settings));
        assertThat(failure).isNotNull();
        return failure.problem();
    }

    private void set(String property, String value) {
        before.putIfAbsent(property, Optional.ofNullable(System.getProperty(property)));
        System.setProperty(property, value);
    }
}
