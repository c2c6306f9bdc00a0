package com.traffictacos.reservation.worker.platform.settings;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Produces the settings as beans: {@link Settings} and each of its parts. They are read once, when this bean is first
 * used.
 *
 * <p>Wrong settings do not fail the creation of this bean: the start-up calls {@link #failure()} before it uses any
 * other bean, and reports the problems. Injecting a settings bean nevertheless throws the
 * {@link InvalidSettingsException}.
 */
@SingletonBean
public class SettingsProducer {

    private final Optional<Settings> settings;
    private final Optional<InvalidSettingsException> failure;

    @Inject
    public SettingsProducer(Config config) {
        this(SettingsSource.of(config));
    }

    SettingsProducer(SettingsSource source) {
        Optional<Settings> read = Optional.empty();
        Optional<InvalidSettingsException> problem = Optional.empty();
        try {
            read = Optional.of(SettingsReader.read(source));
        } catch (InvalidSettingsException e) {
            problem = Optional.of(e);
        }
        settings = read;
        failure = problem;
    }

    /** The problems of the settings. Empty if the worker may start. */
    public Optional<InvalidSettingsException> failure() {
        return failure;
    }

    /** @throws InvalidSettingsException if there is a {@link #failure()} */
    @Produces
    @Singleton
    public Settings settings() {
        failure.ifPresent(problem -> {
            throw problem;
        });
        return settings.orElseThrow();
    }

    @Produces
    @Singleton
    Settings.Aws aws() {
        return settings().aws();
    }

    @Produces
    @Singleton
    Settings.Queue queue() {
        return settings().queue();
    }

    @Produces
    @Singleton
    Settings.Worker worker() {
        return settings().worker();
    }

    @Produces
    @Singleton
    Settings.InventoryService inventory() {
        return settings().inventory();
    }

    @Produces
    @Singleton
    Settings.ReservationApi reservationApi() {
        return settings().reservationApi();
    }

    @Produces
    @Singleton
    HandlingTime handlingTime() {
        return HandlingTime.of(settings().inventory(), settings().reservationApi());
    }

    @Produces
    @Singleton
    ExpiryPolicy expiry() {
        return settings().expiry();
    }

    @Produces
    @Singleton
    Settings.Observability observability() {
        return settings().observability();
    }

    @Produces
    @Singleton
    Settings.Operations operations() {
        return settings().operations();
    }

    @Produces
    @Singleton
    Settings.ReservationOverview reservationOverview() {
        return settings().reservationOverview();
    }

    @Produces
    @Singleton
    Settings.Fleet fleet() {
        return settings().fleet();
    }

    @Produces
    @Singleton
    WorkerMode mode() {
        return settings().mode();
    }
}
