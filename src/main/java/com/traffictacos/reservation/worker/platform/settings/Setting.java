package com.traffictacos.reservation.worker.platform.settings;

import java.util.Optional;

/**
 * One variable: its name, what it holds when nobody sets it, and what it accepts.
 *
 * @param defaultText in the form in which it would be set; absent if nothing stands in
 * @param required whether there is nothing to start with unless it is set
 * @param readByServer whether the server's configuration reads the variable too. It takes the text as it stands, and a
 *     blank one is not its default but an error that leaves it without a port or a pool: so here it is an error too
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

    /** What it accepts, in words that complete "accepts ...". */
    public String accepts() {
        return type.accepts();
    }

    public Optional<T> parse(String text) {
        return type.parser().apply(text);
    }
}
