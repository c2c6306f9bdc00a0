package com.traffictacos.reservation.worker.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A worker to be measured, by what makes it different from the one that the build has packaged.
 *
 * @param text as it was given
 * @param jvmArguments beside those of the server
 * @param environment of the process, beside the settings that lead it into the world
 * @param home another installation with a server of the same name
 * @param application another build of the application
 */
record Candidate(
        String text,
        List<String> jvmArguments,
        Map<String, String> environment,
        Optional<Path> home,
        Optional<Path> application)
        implements MeasuredProgram {

    static final String ACCEPTED = "blank-separated JVM arguments (-X...), variables (NAME=value),"
            + " the directory of an installation (.../wlp), a .war";

    private static final Pattern VARIABLE = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)");

    Candidate {
        jvmArguments = List.copyOf(jvmArguments);
        environment = Map.copyOf(environment);
    }

    /** @throws IllegalArgumentException if a part is none of {@link #ACCEPTED} */
    static Candidate of(String text) {
        List<String> jvmArguments = new ArrayList<>();
        Map<String, String> environment = new LinkedHashMap<>();
        Optional<Path> home = Optional.empty();
        Optional<Path> application = Optional.empty();
        for (String part : text.strip().split("\\s+", -1)) {
            var variable = VARIABLE.matcher(part);
            if (part.startsWith("-")) {
                jvmArguments.add(part);
            } else if (variable.matches()) {
                environment.put(variable.group(1), variable.group(2));
            } else if (part.endsWith(".war") && Files.isRegularFile(Path.of(part))) {
                application = Optional.of(Path.of(part));
            } else if (!part.isEmpty() && Files.isDirectory(Path.of(part))) {
                home = Optional.of(Path.of(part));
            } else if (!part.isEmpty()) {
                throw new IllegalArgumentException(part);
            }
        }
        return new Candidate(text.strip(), jvmArguments, environment, home, application);
    }
}
