package com.traffictacos.reservation.worker.endtoend;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Files of WebJars on the class path, of the version that the pom names. Stateless. */
final class WebJar {

    private WebJar() {}

    /** @param path inside the library, as its npm package has it */
    static byte[] file(String library, String path) throws IOException {
        String name = "META-INF/resources/webjars/" + library + "/" + version(library) + "/" + path;
        try (InputStream file = open(name)) {
            if (file == null) {
                throw new FileNotFoundException(name);
            }
            return file.readAllBytes();
        }
    }

    private static String version(String library) throws IOException {
        Properties properties = new Properties();
        try (InputStream pom = open("META-INF/maven/org.webjars.npm/" + library + "/pom.properties")) {
            if (pom != null) {
                properties.load(pom);
            }
        }
        return properties.getProperty("version", "");
    }

    private static @Nullable InputStream open(String resource) {
        return WebJar.class.getClassLoader().getResourceAsStream(resource);
    }
}
