package com.traffictacos.reservation.worker.operations.admin.console;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the page is made of: the application's own files, and those of the plotting library as they lie in its WebJar. A
 * WebJar beside the application is on its class path and not among its static resources, so it is read from the former.
 * Safe for use by any number of threads.
 */
final class ConsoleFiles {

    private static final String PAGE = "index.html";

    /** One level, no dots but the last: no name leads out of the directory. */
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

    ConsoleFiles(ServletContext application) {
        this.application = application;
    }

    /**
     * One file.
     *
     * @param type for the header Content-Type
     */
    @SuppressWarnings("ArrayRecordComponent") // Written out at once, never compared.
    record ConsoleFile(byte[] content, String type) {}

    /**
     * A file by the path that was asked for.
     *
     * @param path after {@code /console}; {@code /} for the page itself
     * @throws IOException if it is there and cannot be read
     */
    Optional<ConsoleFile> find(String path) throws IOException {
        String name = path.equals("/") ? PAGE : path.substring(1);
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try (InputStream content = open(name)) {
            return content == null
                    ? Optional.empty()
                    : Optional.of(new ConsoleFile(
                            content.readAllBytes(), TYPES.getOrDefault(matcher.group(1), "text/plain")));
        }
    }

    private @Nullable InputStream open(String name) throws IOException {
        String ofWebJar = OF_WEBJAR.get(name);
        return ofWebJar == null
                ? application.getResourceAsStream("/WEB-INF/console/" + name)
                : onClassPath("META-INF/resources/webjars/uplot/" + webJarVersion() + "/" + ofWebJar);
    }

    /** The WebJar's own word for it: the version stands in the pom alone. */
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
