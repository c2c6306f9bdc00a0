package com.traffictacos.reservation.worker.operations.health;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checks that {@code /health/live} on {@code SERVER_PORT} answers and that this process is the one that answers: the
 * server itself only logs an error if its port is taken, and continues without it.
 */
@SingletonBean
public class HttpSelfCheck implements StartCondition {

    /**
     * The server opens its port about 100 ms after the application has started; in a CPU-throttled pod this takes
     * seconds.
     */
    private static final Duration UNTIL_ANSWER = Duration.ofSeconds(30);

    /** The server answers without the worker's data until it considers the application started. */
    private static final Duration UNTIL_OWN_ANSWER = Duration.ofSeconds(5);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int LONGEST_BODY = 64 * 1024;

    private final int port;
    private final String instance;
    private final Duration untilAnswer;
    private final Duration untilOwnAnswer;

    @Inject
    public HttpSelfCheck(Settings.Operations operations) {
        this(operations.serverPort(), ProcessIdentity.ID, UNTIL_ANSWER, UNTIL_OWN_ANSWER);
    }

    HttpSelfCheck(int port, String instance, Duration untilAnswer, Duration untilOwnAnswer) {
        this.port = port;
        this.instance = instance;
        this.untilAnswer = untilAnswer;
        this.untilOwnAnswer = untilOwnAnswer;
    }

    @Override
    public void await() throws StartConditionException, InterruptedException {
        long deadline = System.nanoTime() + untilAnswer.toNanos();
        boolean answered = false;
        while (true) {
            IOException silence = null;
            try {
                if (answer().contains(instance)) {
                    return;
                }
                if (!answered) {
                    answered = true;
                    deadline = System.nanoTime() + untilOwnAnswer.toNanos();
                }
            } catch (IOException noAnswer) {
                silence = noAnswer;
            }
            if (System.nanoTime() - deadline > 0) {
                throw unmet(answered, silence);
            }
            Thread.sleep(PAUSE);
        }
    }

    private StartConditionException unmet(boolean answered, @Nullable IOException silence) {
        return answered
                ? new StartConditionException(
                        "SERVER_PORT " + port + " is answered by another process, so that nobody can watch this one",
                        "end the other process, or set SERVER_PORT to a free port",
                        silence)
                : new StartConditionException(
                        "SERVER_PORT " + port + " does not answer, so that nobody can watch the worker",
                        "look for the server's error about this port above, or set SERVER_PORT to a free port",
                        silence);
    }

    /** The body of a response with status 200; empty for another status. */
    private String answer() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()));
        connection.setReadTimeout(Math.toIntExact(TIMEOUT.toMillis()));
        connection.setInstanceFollowRedirects(false);
        // A start makes one request, or a few: no connection is kept for the next.
        connection.setRequestProperty("Connection", "close");
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return "";
            }
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }

    private URL address() throws IOException {
        try {
            String host = InetAddress.getLoopbackAddress().getHostAddress();
            return new URI("http", null, host, port, "/health/live", null, null).toURL();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
