package com.traffictacos.reservation.worker.incontainer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The deployments of the in-container tests: the WAR that the build has made, with the test's settings and what the test
 * itself needs. A test class has a static method with {@code @Deployment} that calls {@link #worker}; it runs outside the
 * server, everything else of the class inside.
 */
final class Deployments {

    /** Above the environment (300), so that a developer's own settings do not reach into the tests. */
    private static final int CONFIG_ORDINAL = 350;

    private Deployments() {}

    /**
     * The whole worker. It starts with the deployment, and finds no queue unless the settings name one.
     *
     * @param test names the deployment; Arquillian adds the class itself
     * @param settings what the test sets otherwise: settings of the worker, or any other MicroProfile Config property
     * @param helpers further classes that the test uses inside the server
     */
    static WebArchive worker(Class<?> test, Map<String, String> settings, Class<?>... helpers) {
        Map<String, String> all = new LinkedHashMap<>(defaults());
        all.putAll(settings);
        WebArchive war = ShrinkWrap.create(ZipImporter.class, test.getSimpleName() + ".war")
                .importFrom(new File(System.getProperty("worker.war")))
                .as(WebArchive.class);
        return war.setWebXML(new StringAsset(openToFragments(war)))
                .addClasses(helpers)
                .addAsLibraries(libraries())
                .addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(Matcher.class))
                .addAsLibraries(settingsJar(all));
    }

    /**
     * The WAR's own {@code web.xml}, less what forbids the server to look for fragments: Arquillian's way into the deployment
     * is one.
     */
    private static String openToFragments(WebArchive war) {
        try (InputStream own = war.get("WEB-INF/web.xml").getAsset().openStream()) {
            return new String(own.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(" metadata-complete=\"true\"", "")
                    .replace("<absolute-ordering/>", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that lie beside the WAR in the server that the build has made. */
    private static File[] libraries() {
        Path directory = Path.of(
                System.getProperty("liberty.home"), "usr", "servers", System.getProperty("liberty.server"), "lib");
        return Objects.requireNonNull(directory.toFile().listFiles(), () -> "no libraries in " + directory);
    }

    /** A port of this machine that nobody listens on, and that is not given to anybody else soon. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every neighbour at an address of this machine where nobody listens. */
    private static Map<String, String> defaults() {
        String sqs = "http://127.0.0.1:" + freePort();
        return Map.of(
                "SQS_QUEUE_URL", sqs + "/000000000000/events",
                "SQS_DLQ_URL", sqs + "/000000000000/events-dlq",
                "AWS_ENDPOINT_URL_SQS", sqs,
                "INVENTORY_GRPC_ADDR", "127.0.0.1:" + freePort(),
                "RESERVATION_API_BASE", "http://127.0.0.1:" + freePort(),
                // The worker looks whether it answers there.
                "SERVER_PORT", System.getProperty("in.container.port"),
                "GRPC_DEBUG_PORT", Integer.toString(freePort()));
    }

    private static JavaArchive settingsJar(Map<String, String> settings) {
        String properties = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n", "config_ordinal=" + CONFIG_ORDINAL + "\n", "\n"));
        return ShrinkWrap.create(JavaArchive.class, "test-settings.jar")
                .addAsManifestResource(new StringAsset(properties), "microprofile-config.properties");
    }

    private static File jarOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
