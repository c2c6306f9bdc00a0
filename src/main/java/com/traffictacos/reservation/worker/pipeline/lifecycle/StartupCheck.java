package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.InvalidSettingsException;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.SettingsProducer;
import com.traffictacos.reservation.worker.platform.settings.SettingsReport;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/**
 * Lets the worker start only with valid settings. Otherwise the process reports what is wrong with each setting, and
 * exits.
 */
@SingletonBean
public class StartupCheck {

    /** The exit code of a start with invalid settings: {@code EX_CONFIG} of sysexits.h. */
    public static final int EXIT_CODE = 78;

    private static final JsonLog LOG = JsonLog.of(StartupCheck.class);

    /** Bounds the wait for standard output, so that a blocked reader does not keep the process alive. */
    private static final Duration LOG_FLUSH = Duration.ofSeconds(2);

    private final SettingsProducer settings;

    @Inject
    public StartupCheck(SettingsProducer settings) {
        this.settings = settings;
    }

    /** Runs before every other observer of the start, so that no bean that needs settings has been used. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Startup startup) {
        settings.failure().ifPresent(StartupCheck::refuse);
        Settings checked = settings.settings();
        JsonLog.setThreshold(checked.observability().logLevel());
        for (SettingsReport.Line line : SettingsReport.warnings(checked)) {
            LOG.warn(line.message(), fields -> line.fields().forEach(fields::with));
        }
    }

    private static void refuse(InvalidSettingsException failure) {
        for (SettingsReport.Line line : SettingsReport.errors(failure)) {
            LOG.error(line.message(), fields -> line.fields().forEach(fields::with));
        }
        JsonLog.flush(LOG_FLUSH);
        // Not exit(): its hook waits for the server to stop, and the server waits for this application to start. No
        // message has been received yet, so a halt cannot lose one.
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
