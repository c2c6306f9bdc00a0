package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.SecretSettings;
import com.traffictacos.reservation.worker.platform.settings.SecretStatus;
import com.traffictacos.reservation.worker.platform.settings.SettingsSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The secret's values as configuration, above the environment and below the system properties. Empty unless
 * {@code USE_SECRET_MANAGER=true}.
 *
 * <p>The secret is read once, at the first look-up of a name that it may supply: servers ask their config sources for
 * many names, on many threads, long before the application needs any. A failure is kept and not thrown. The reader of
 * the settings finds it as a {@link SecretStatus}.
 *
 * <p>Thread-safe. While one thread reads the secret, the others wait.
 */
final class SecretsManagerConfigSource implements ConfigSource {

    /** The environment has ordinal 300, the system properties 400. */
    static final int ORDINAL = 350;

    /** OpenTelemetry uses this spelling. The environment would supply a value for it too. */
    private static final String OTLP_ENDPOINT_PROPERTY = "otel.exporter.otlp.endpoint";

    private static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static final String QUEUE_URL = "SQS_QUEUE_URL";
    /**
     * Longer than the reader takes. A thread that waits longer continues without the secret, so that it does not hang.
     */
    private static final long MAX_WAIT_SECONDS = 30;

    private static final Set<String> NAMES = Stream.of(
                    SecretParser.VARIABLES.values(), SecretStatus.PROPERTIES, Set.of(OTLP_ENDPOINT_PROPERTY))
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final JsonLog LOG = JsonLog.of(SecretsManagerConfigSource.class);

    private final SettingsSource process;
    private final SecretReader reader;
    private final ReentrantLock reading = new ReentrantLock();
    /** Written once, under {@code reading}. */
    private volatile @Nullable Map<String, String> properties;

    /** @param process the settings that describe the secret; must not be a configuration that contains this source */
    SecretsManagerConfigSource(SettingsSource process, SecretReader reader) {
        this.process = process;
        this.reader = reader;
    }

    @Override
    public Map<String, String> getProperties() {
        Map<String, String> known = properties;
        return known != null ? known : await();
    }

    /** The names that this source may supply. Servers ask for them while they build a configuration. */
    @Override
    public Set<String> getPropertyNames() {
        return SecretSettings.read(process).isPresent() ? NAMES : Set.of();
    }

    @Override
    public @Nullable String getValue(String name) {
        return NAMES.contains(name) ? getProperties().get(name) : null;
    }

    @Override
    public String getName() {
        return "AWS Secrets Manager";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    private Map<String, String> await() {
        // The reader itself may look up configuration while it reads. No values are available to it yet.
        if (reading.isHeldByCurrentThread() || !lock()) {
            return Map.of();
        }
        try {
            Map<String, String> known = properties;
            if (known == null) {
                known = SecretSettings.read(process).map(this::read).orElse(Map.of());
                properties = known;
            }
            return known;
        } finally {
            reading.unlock();
        }
    }

    private boolean lock() {
        try {
            return reading.tryLock(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<String, String> read(SecretSettings settings) {
        try {
            Map<String, String> values = SecretParser.parse(settings.name(), reader.read(settings));
            LOG.info(
                    "Secret read",
                    fields -> fields.with("secret_name", settings.name())
                            .with("variables", String.join(",", values.keySet())));
            warnOfAnotherQueue(values);
            Map<String, String> all = new HashMap<>(values);
            if (values.containsKey(OTLP_ENDPOINT)) {
                all.put(OTLP_ENDPOINT_PROPERTY, values.get(OTLP_ENDPOINT));
            }
            all.putAll(new SecretStatus(Optional.empty(), values.keySet()).toProperties());
            return Map.copyOf(all);
        } catch (SecretUnreadableException e) {
            return new SecretStatus(Optional.of(e.problem()), Set.of()).toProperties();
        }
    }

    /**
     * KEDA reads the Deployment's environment and cannot read the secret: it would scale by another queue, or by none.
     */
    private void warnOfAnotherQueue(Map<String, String> values) {
        String secret = values.get(QUEUE_URL);
        String environment = process.value(QUEUE_URL).orElse("");
        if (secret != null && !secret.equals(environment)) {
            LOG.warn(
                    "the secret names another queue than the environment, which is all that an autoscaler sees",
                    fields -> fields.with("setting", QUEUE_URL)
                            .with("environment", environment.isEmpty() ? "not set" : "another address")
                            .with("remedy", "leave sqs_queue_url out of the secret, and set SQS_QUEUE_URL"));
        }
    }
}
