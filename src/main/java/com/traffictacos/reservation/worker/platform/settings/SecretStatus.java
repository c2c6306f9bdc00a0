package com.traffictacos.reservation.worker.platform.settings;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The result of reading the secret. Its config source passes the status to the reader of the settings as properties
 * among the others, because a config source has no other way to report: its exception would end the start without the
 * names of the settings to correct.
 *
 * @param problem why the secret could not be read; absent if it was read, or if none is used
 * @param supplied the variables whose values come from the secret
 */
public record SecretStatus(Optional<SettingProblem> problem, Set<String> supplied) {

    private static final String PREFIX = "reservation.worker.secret.";
    private static final String VARIABLE = PREFIX + "problem.variable";
    private static final String GOT = PREFIX + "problem.got";
    private static final String ACCEPTS = PREFIX + "problem.accepts";
    private static final String SUPPLIED = PREFIX + "supplied";

    /** The names that {@link #toProperties()} uses. */
    public static final Set<String> PROPERTIES = Set.of(VARIABLE, GOT, ACCEPTS, SUPPLIED);

    public SecretStatus {
        supplied = Set.copyOf(supplied);
    }

    /** The status as properties, which a config source returns. */
    public Map<String, String> toProperties() {
        Map<String, String> properties = new HashMap<>();
        problem.ifPresent(present -> {
            properties.put(VARIABLE, present.variable());
            properties.put(GOT, present.got());
            properties.put(ACCEPTS, present.accepts());
        });
        if (!supplied.isEmpty()) {
            properties.put(SUPPLIED, supplied.stream().sorted().collect(Collectors.joining(",")));
        }
        return Map.copyOf(properties);
    }

    static SecretStatus readFrom(SettingsSource source) {
        Optional<SettingProblem> problem = source.value(VARIABLE)
                .map(variable -> new SettingProblem(
                        variable,
                        source.value(GOT).orElse("an answer that it did not understand"),
                        source.value(ACCEPTS).orElse("a secret that can be read")));
        Set<String> supplied = source.value(SUPPLIED).stream()
                .flatMap(names -> Arrays.stream(names.split(",", -1)))
                .collect(Collectors.toUnmodifiableSet());
        return new SecretStatus(problem, supplied);
    }
}
