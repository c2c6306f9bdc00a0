package com.traffictacos.reservation.worker.platform.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of the settings, read once from their source so that they cannot change between check and use. Confined to
 * one thread.
 */
public final class SettingValues {

    private final Map<String, String> texts = new HashMap<>();
    private final SecretStatus secret;

    public SettingValues(SettingsSource source, List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            source.value(setting.variable())
                    .map(text -> setting.readByServer() ? text : text.strip())
                    .filter(text -> setting.readByServer() || !text.isEmpty())
                    .ifPresent(text -> texts.put(setting.variable(), text));
        }
        secret = SecretStatus.readFrom(source);
    }

    /**
     * Every setting that is missing or wrong on its own, in their order, preceded by the problem of the secret if there
     * is one.
     */
    List<SettingProblem> problems(List<Setting<?>> settings) {
        List<SettingProblem> problems = new ArrayList<>();
        secret.problem().ifPresent(problems::add);
        for (Setting<?> setting : settings) {
            problemOf(setting).ifPresent(problems::add);
        }
        return problems;
    }

    /** The value of a setting that is set or has a default. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
    }

    /** The value of a setting, or its default. Absent if there is neither, or if the value is wrong. */
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable(texts.get(setting.variable()))
                .or(setting::defaultText)
                .flatMap(setting::parse);
    }

    /** The text of a setting, safe to log. */
    String shown(Setting<?> setting) {
        String variable = setting.variable();
        String text = texts.get(variable);
        if (text == null) {
            return setting.defaultText()
                    .map(defaultText -> RedactedText.of(defaultText) + " (its default)")
                    .orElse("nothing");
        }
        if (secret.supplied().contains(variable)) {
            return "a value from the secret, which is not shown";
        }
        return setting.type().confidential() ? "a value that is not shown" : RedactedText.of(text);
    }

    private Optional<SettingProblem> problemOf(Setting<?> setting) {
        String text = texts.get(setting.variable());
        // The missing value may be in the secret that could not be read: one cause is reported as one problem.
        boolean wrong = text == null
                ? setting.required() && secret.problem().isEmpty()
                : setting.parse(text).isEmpty();
        return wrong
                ? Optional.of(new SettingProblem(setting.variable(), shown(setting), setting.accepts()))
                : Optional.empty();
    }
}
