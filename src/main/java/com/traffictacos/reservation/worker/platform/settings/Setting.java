package com.traffictacos.reservation.worker.platform.settings;

import java.util.Optional;

/**
 * One variable: its name, its default and the values that it accepts.
 *
 * @param defaultText in the form in which it would be set; absent if there is no default
 * @param required whether the worker cannot start unless it is set
 * @param readByServer whether the server's configuration reads the variable too. The server takes the text unchanged,
 *     and a blank text is not its default but an error that leaves it without a port or a pool. So a blank text is an
 *     error here too
 */
public record Setting<T>(
        String variable, Optional<String> defaultText, boolean required, boolean readByServer, SettingType<T> type) {

    static <T> Setting<T> withDefault(String variable, String defaultText, SettingType<T> type) {
        return new Setting<>(variable, Optional.of(defaultText), false, false, type);
    }

    static <T> Setting<T> withDefaultInServer(String variable, String defaultText, SettingType<T> type) {
        return new Setting<>(variable, Optional.of(defaultText), false, true, type);
    }

    static <T> Setting<T> optional(String variable, SettingType<T> type) {
        return new Setting<>(variable, Optional.empty(), false, false, type);
    }

    static <T> Setting<T> required(String variable, SettingType<T> type) {
        return new Setting<>(variable, Optional.empty(), true, false, type);
    }

    /** The accepted values, in words that complete "accepts ...". */
    public String accepts() {
        return type.accepts();
    }

    public Optional<T> parse(String text) {
        return type.parser().apply(text);
    }
}
