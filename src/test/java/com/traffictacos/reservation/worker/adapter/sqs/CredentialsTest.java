package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Credentials that change or expire while the worker runs. One server on 127.0.0.1 simulates SQS, STS and the Pod
 * Identity agent. Each request for credentials gets new ones, key-1, key-2 and so on, which expire at once.
 */
class CredentialsTest {

    private static final Pattern KEY = Pattern.compile("Credential=([^/]+)/");

    private final Map<String, Optional<String>> before = new HashMap<>();
    private final List<String> keysSeenBySqs = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile Optional<Integer> credentialsFailWith = Optional.empty();
    private volatile boolean sqsSaysExpired;

    @TempDir
    Path home;

    private HttpServer server;
    private URI base;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        server.createContext("/sqs", this::sqs);
        server.createContext("/", this::sts);
        server.createContext("/agent", this::agent);
        server.start();
        setProperty("aws.endpointUrlSts", base.toString());
        setProperty("aws.region", "ap-northeast-2");
        setProperty("aws.configFile", home.resolve("config").toString());
        setProperty("aws.sharedCredentialsFile", home.resolve("credentials").toString());
        setProperty("aws.disableEc2Metadata", "true");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        before.forEach((name, value) ->
                value.ifPresentOrElse(old -> System.setProperty(name, old), () -> System.clearProperty(name)));
    }

    @Test
    void readsProfileAgainWhenItsFileChanges() throws IOException {
        writeCredentials(
                "[staging]\naws_access_key_id = old\naws_secret_access_key = x\n",
                Instant.now().minusSeconds(60));
        try (SqsClients clients = clients(Optional.of("staging"))) {
            receive(clients);
            writeCredentials("[staging]\naws_access_key_id = new\naws_secret_access_key = x\n", Instant.now());

            // The SDK checks the file once per second.
            await().until(() -> {
                receive(clients);
                return keysSeenBySqs.getLast().equals("new");
            });
        }

        assertThat(keysSeenBySqs).startsWith("old");
    }

    @Test
    void assumesTheRoleOfAProfileAgain() throws IOException {
        writeCredentials("[base]\naws_access_key_id = base\naws_secret_access_key = x\n", Instant.now());
        Files.writeString(
                home.resolve("config"),
                "[profile worker]\nrole_arn = arn:aws:iam::123456789012:role/worker\nsource_profile = base\n");
        try (SqsClients clients = clients(Optional.of("worker"))) {
            receive(clients);
            receive(clients);
        }

        assertThat(keysSeenBySqs).containsExactly("key-1", "key-2");
    }

    @Test
    void showsTheNewWebIdentityTokenWhenTheOldCredentialsEnd() throws IOException {
        Path token = Files.writeString(home.resolve("token"), "token-1");
        setProperty("aws.roleArn", "arn:aws:iam::123456789012:role/worker");
        setProperty("aws.webIdentityTokenFile", token.toString());
        try (SqsClients clients = clients(Optional.empty())) {
            receive(clients);
            Files.writeString(token, "token-2");
            receive(clients);
        }

        assertThat(tokens).containsExactly("token-1", "token-2");
        assertThat(keysSeenBySqs).containsExactly("key-1", "key-2");
    }

    @Test
    void showsTheNewPodIdentityTokenWhenTheOldCredentialsEnd() throws IOException {
        Path token = podIdentity();
        try (SqsClients clients = clients(Optional.empty())) {
            receive(clients);
            Files.writeString(token, "token-2");
            receive(clients);
        }

        assertThat(tokens).containsExactly("token-1", "token-2");
        assertThat(keysSeenBySqs).containsExactly("key-1", "key-2");
    }

    /** The receive fails, the worker pauses and retries. */
    @Test
    void goesOnWhenCredentialsAreBack() throws IOException {
        podIdentity();
        try (SqsClients clients = clients(Optional.empty())) {
            credentialsFailWith = Optional.of(404);
            assertThatExceptionOfType(QueueUnavailableException.class).isThrownBy(() -> receive(clients));
            credentialsFailWith = Optional.empty();

            receive(clients);
        }

        assertThat(keysSeenBySqs).hasSize(1);
    }

    @Test
    void goesOnWithNewCredentialsWhenTheQueueSaysThatTheOldOnesHaveEnded() throws IOException {
        podIdentity();
        try (SqsClients clients = clients(Optional.empty())) {
            sqsSaysExpired = true;
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> receive(clients))
                    .withMessageContaining("ExpiredToken");
            sqsSaysExpired = false;

            receive(clients);
        }

        assertThat(keysSeenBySqs).containsExactly("key-1", "key-2");
    }

    private Path podIdentity() throws IOException {
        Path token = Files.writeString(home.resolve("token"), "token-1");
        setProperty("aws.containerCredentialsFullUri", base + "/agent");
        setProperty("aws.containerAuthorizationTokenFile", token.toString());
        return token;
    }

    private SqsClients clients(Optional<String> profile) {
        return new SqsClients(
                SqsClients.Access.of(
                        new Settings.Aws("ap-northeast-2", profile, Optional.of(base.resolve("/sqs"))), Map.of()),
                Duration.ZERO);
    }

    private void receive(SqsClients clients) {
        MessageQueue queue = new SqsMessageQueue(
                clients,
                new Settings.Queue(base.resolve("/1/events"), Optional.empty(), Duration.ZERO, Duration.ofSeconds(30)),
                Observers.none());
        assertThat(queue.receive(1)).isEmpty();
    }

    private void writeCredentials(String text, Instant modified) throws IOException {
        Path file = Files.writeString(home.resolve("credentials"), text);
        // File systems have a coarse time resolution, and a test is faster than that.
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private void sqs(HttpExchange exchange) throws IOException {
        Matcher key = KEY.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
        keysSeenBySqs.add(key.find() ? key.group(1) : "none");
        if (sqsSaysExpired) {
            answer(
                    exchange,
                    403,
                    "{\"__type\":\"com.amazonaws.sqs#ExpiredToken\",\"message\":\"The token has ended\"}");
        } else {
            answer(exchange, 200, "{}");
        }
    }

    private void agent(HttpExchange exchange) throws IOException {
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
        if (credentialsFailWith.isPresent()) {
            answer(exchange, credentialsFailWith.get(), "{\"message\":\"not now\"}");
            return;
        }
        answer(
                exchange,
                200,
                "{\"AccessKeyId\":\"key-" + issued.incrementAndGet()
                        + "\",\"SecretAccessKey\":\"x\",\"Token\":\"t\",\"Expiration\":\"" + soon() + "\"}");
    }

    private void sts(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher token = Pattern.compile("WebIdentityToken=([^&]*)").matcher(form);
        String action = token.find() ? "AssumeRoleWithWebIdentity" : "AssumeRole";
        if (token.reset().find()) {
            tokens.add(token.group(1));
        }
        answer(
                exchange,
                200,
                "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" + action
                        + "Result><Credentials><AccessKeyId>key-" + issued.incrementAndGet()
                        + "</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>t</SessionToken><Expiration>"
                        + soon() + "</Expiration></Credentials></" + action + "Result></" + action + "Response>");
    }

    /** So soon that the SDK does not use the credentials a second time. */
    private static Instant soon() {
        return Instant.now().plusSeconds(5);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void setProperty(String name, String value) {
        before.putIfAbsent(name, Optional.ofNullable(System.getProperty(name)));
        System.setProperty(name, value);
    }
}
