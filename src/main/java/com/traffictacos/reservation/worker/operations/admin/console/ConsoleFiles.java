package com.traffictacos.reservation.worker.operations.admin.console;

import com.traffictacos.reservation.worker.platform.digest.Digests;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the console: the application's own, and those of the plotting library from its WebJar. They are read
 * from the class path, because a WebJar beside the application is on its class path and not among its static resources.
 * Thread-safe.
 */
final class ConsoleFiles {

    private static final String PAGE = "index.html";

    /** One path segment with a single dot, before the extension, so that no name leads out of the directory. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,40}\\.(html|css|js|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");

    private static final String WEBJAR = "org.webjars.npm/uplot";
    private static final Map<String, String> OF_WEBJAR =
            Map.of("uplot.js", "dist/uPlot.esm.js", "uplot.css", "dist/uPlot.min.css");

    private final ServletContext application;

    /** Read when they are first asked for: to read and hash a file for each request costs more than to send it. */
    private final Map<String, ConsoleFile> read = new ConcurrentHashMap<>();

    ConsoleFiles(ServletContext application) {
        this.application = application;
    }

    /**
     * One file.
     *
     * @param type for the header Content-Type
     * @param tag for the header ETag
     */
    @SuppressWarnings("ArrayRecordComponent") // Written out at once, never compared.
    record ConsoleFile(byte[] content, String type, String tag) {}

    /**
     * Finds a file by the requested path.
     *
     * @param path after {@code /console}; {@code /} for the page itself
     * @throws IOException if the file exists and cannot be read
     */
    Optional<ConsoleFile> find(String path) throws IOException {
        String name = path.equals("/") ? PAGE : path.substring(1);
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ConsoleFile known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream content = open(name)) {
            if (content == null) {
                return Optional.empty();
            }
            byte[] bytes = content.readAllBytes();
            ConsoleFile file = new ConsoleFile(bytes, TYPES.getOrDefault(matcher.group(1), "text/plain"), tag(bytes));
            read.put(name, file);
            return Optional.of(file);
        }
    }

    private static String tag(byte[] content) {
        return '"' + HexFormat.of().formatHex(Digests.sha256(content), 0, 12) + '"';
    }

    private @Nullable InputStream open(String name) throws IOException {
        String ofWebJar = OF_WEBJAR.get(name);
        return ofWebJar == null
                ? application.getResourceAsStream("/WEB-INF/console/" + name)
                : onClassPath("META-INF/resources/webjars/uplot/" + webJarVersion() + "/" + ofWebJar);
    }

    /** Reads the version from the WebJar's own properties, so that the pom is the only place that states it. */
    private static String webJarVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream pom = onClassPath("META-INF/maven/" + WEBJAR + "/pom.properties")) {
            if (pom != null) {
                properties.load(pom);
            }
        }
        return properties.getProperty("version", "");
    }

    private static @Nullable InputStream onClassPath(String resource) {
        return ConsoleFiles.class.getClassLoader().getResourceAsStream(resource);
    }
}
