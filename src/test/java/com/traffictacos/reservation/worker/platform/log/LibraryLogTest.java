package com.traffictacos.reservation.worker.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibraryLogTest {

    private static final Logger PARENT = Logger.getLogger("example.library.parent");
    private static final Logger LIBRARY = Logger.getLogger("example.library.parent.core");
    private static final Logger INNER = Logger.getLogger("example.library.parent.core.internal.Executor");

    private final List<String> lines = new ArrayList<>();
    private final List<LogRecord> atParent = new ArrayList<>();
    private final Handler parent = new Handler() {
        @Override
        public void publish(LogRecord line) {
            atParent.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final LibraryLog log = LibraryLog.takeOver(List.of(LIBRARY.getName()));

    @BeforeEach
    void listen() {
        PARENT.addHandler(parent);
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void stop() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
        log.close();
        PARENT.removeHandler(parent);
    }

    @Test
    void writesOneShortLineInsteadOfAStackTrace() {
        RuntimeException failure = new IllegalStateException("x".repeat(30_000));

        INNER.log(Level.SEVERE, "Exception while executing runnable " + "y".repeat(30_000), failure);

        assertThat(atParent).isEmpty();
        assertThat(lines)
                .singleElement()
                .asString()
                .hasSizeLessThan(1_000)
                .contains("IllegalStateException", "Executor");
    }

    @Test
    void writesAFewOfMany() {
        for (int i = 0; i < 1_500; i++) {
            INNER.log(Level.WARNING, "malformed");
        }

        assertThat(lines).hasSize(RateLimitedLog.BURST);
        assertThat(atParent).isEmpty();
    }

    @Test
    void dropsWhatIsNoWarning() {
        INNER.info("a detail");

        assertThat(lines).isEmpty();
    }

    @Test
    void givesTheLoggersBack() {
        log.close();

        INNER.warning("after");

        assertThat(lines).isEmpty();
        assertThat(atParent).hasSize(1);
    }
}
