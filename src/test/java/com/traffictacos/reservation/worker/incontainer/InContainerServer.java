package com.traffictacos.reservation.worker.incontainer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.event.suite.BeforeSuite;

/**
 * Writes the configuration of the test server into the runtime that the build has made, before Arquillian starts it. It
 * is written by code because the server's script takes its JVM from {@code server.env}, and only the test knows which one
 * the build has chosen.
 */
public final class InContainerServer implements LoadableExtension {

    private static final int BEFORE_THE_SERVER_STARTS = 100;

    /** Named in {@code arquillian.xml} and in the server's configuration. */
    private static final String PORT = "in.container.port";

    /** Named in {@code arquillian.xml}. */
    private static final String SERVER = "in.container.server";

    @Override
    public void register(ExtensionBuilder builder) {
        // Here, because arquillian.xml is read right after.
        System.setProperty(PORT, Integer.toString(Deployments.freePort()));
        // Arquillian looks for a running server by its name among all processes of the machine: with the same name two
        // builds in two directories could not run side by side.
        System.setProperty(
                SERVER, "in-container-" + Integer.toHexString(libertyHome().hashCode()));
        builder.observer(Writer.class);
    }

    private static String libertyHome() {
        return System.getProperty("liberty.home");
    }

    /** Called by Arquillian. */
    public static final class Writer {

        public void write(@Observes(precedence = BEFORE_THE_SERVER_STARTS) BeforeSuite suite) throws IOException {
            Path directory = Path.of(libertyHome(), "usr", "servers", System.getProperty(SERVER));
            Files.createDirectories(directory);
            try (InputStream serverXml =
                    Objects.requireNonNull(Writer.class.getResourceAsStream("/in-container/server.xml"))) {
                Files.copy(serverXml, directory.resolve("server.xml"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.write(directory.resolve("server.env"), List.of("JAVA_HOME=" + System.getProperty("java.home")));
            Files.write(directory.resolve("bootstrap.properties"), List.of(PORT + "=" + System.getProperty(PORT)));
            Files.write(directory.resolve("jvm.options"), jvmOptions());
        }

        private static List<String> jvmOptions() {
            List<String> options = new ArrayList<>(List.of(
                    "-Xmx384m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    // Credentials that nobody checks: without them the AWS SDK would ask the network for some.
                    "-Daws.accessKeyId=in-container",
                    "-Daws.secretAccessKey=in-container"));
            String coverage = System.getProperty("worker.jvm.args", "");
            if (!coverage.isBlank()) {
                options.add(coverage);
            }
            return options;
        }
    }
}
