package com.traffictacos.reservation.worker.platform.settings;

import static com.traffictacos.reservation.worker.platform.settings.SettingCatalog.*;

import com.traffictacos.reservation.worker.platform.address.QueueAddress;
import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile.InvalidTokenFileException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@link Settings} from texts, with the names, defaults and bounds of {@link SettingCatalog}
 * (contract section 5).
 *
 * <p>Leading and trailing blanks are removed. A blank text counts as absent, except where the server reads the variable
 * as well. Words and flags are case-insensitive. Settings that only the platform reads are checked like the others, so
 * that a wrong one ends the start and is named in the report.
 */
public final class SettingsReader {

    private SettingsReader() {}

    /**
     * Reads every setting once.
     *
     * @throws InvalidSettingsException with all problems, not only the first
     */
    public static Settings read(SettingsSource source) {
        SettingValues values = new SettingValues(source, SettingCatalog.all());
        List<SettingProblem> problems = values.problems(SettingCatalog.all());
        sameQueue(values).ifPresent(problems::add);
        for (Setting<URI> queue : List.of(SQS_QUEUE_URL, SQS_DLQ_URL)) {
            otherRegion(queue, values).ifPresent(problems::add);
        }
        samePort(values).ifPresent(problems::add);
        Optional<AdminTokenFile> tokens = Optional.empty();
        try {
            tokens = tokenFile(values);
        } catch (InvalidTokenFileException e) {
            problems.add(new SettingProblem(
                    ADMIN_TOKENS_FILE.variable(),
                    values.shown(ADMIN_TOKENS_FILE) + " (" + e.getMessage() + ")",
                    ADMIN_TOKENS_FILE.accepts()));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings(values, tokens);
    }

    private static Optional<SettingProblem> sameQueue(SettingValues values) {
        return values.find(SQS_DLQ_URL)
                .filter(url -> values.find(SQS_QUEUE_URL)
                        .filter(queue -> QueueAddress.of(queue).isSameAs(QueueAddress.of(url)))
                        .isPresent())
                .map(url -> new SettingProblem(
                        SQS_DLQ_URL.variable(), values.shown(SQS_DLQ_URL), "a queue other than that of SQS_QUEUE_URL"));
    }

    /**
     * The client calls the endpoint of its own region, which does not have queues of other regions. A configured
     * endpoint may have them.
     */
    private static Optional<SettingProblem> otherRegion(Setting<URI> queue, SettingValues values) {
        Optional<String> region = values.find(AWS_REGION);
        return values.find(queue)
                .filter(url -> values.find(AWS_ENDPOINT_URL_SQS).isEmpty() && region.isPresent())
                .filter(url -> QueueAddress.of(url)
                        .region()
                        .map(own -> !region.equals(Optional.of(own)))
                        .orElse(false))
                .map(url -> new SettingProblem(
                        queue.variable(), values.shown(queue), "a queue of the region of AWS_REGION, " + region.get()));
    }

    private static Optional<SettingProblem> samePort(SettingValues values) {
        return values.find(GRPC_DEBUG_PORT)
                .filter(port -> values.find(SERVER_PORT).filter(port::equals).isPresent())
                .map(port -> new SettingProblem(
                        GRPC_DEBUG_PORT.variable(),
                        values.shown(GRPC_DEBUG_PORT),
                        "a port other than that of SERVER_PORT"));
    }

    private static Optional<AdminTokenFile> tokenFile(SettingValues values) {
        Optional<AdminToken> adminToken =
                values.find(ADMIN_TOKEN).map(Secret::value).map(AdminToken::of);
        return values.find(ADMIN_TOKENS_FILE)
                .map(path -> AdminTokenFile.parse(path, AdminTokenFile.text(path), adminToken));
    }

    private static Settings settings(SettingValues values, Optional<AdminTokenFile> tokens) {
        return new Settings(
                new Settings.Aws(values.get(AWS_REGION), values.find(AWS_PROFILE), values.find(AWS_ENDPOINT_URL_SQS)),
                new Settings.Queue(
                        values.get(SQS_QUEUE_URL),
                        values.find(SQS_DLQ_URL),
                        Duration.ofSeconds(values.get(SQS_WAIT_TIME)),
                        Duration.ofSeconds(values.get(SQS_VISIBILITY_TIMEOUT))),
                new Settings.Worker(
                        values.get(WORKER_CONCURRENCY),
                        values.get(MAX_RETRIES),
                        Duration.ofMillis(values.get(BACKOFF_BASE_MS)),
                        Duration.ofSeconds(values.get(SHUTDOWN_TIMEOUT_SECONDS))),
                new Settings.InventoryService(
                        values.get(INVENTORY_GRPC_ADDR),
                        Duration.ofMillis(values.get(INVENTORY_TIMEOUT_MS)),
                        values.get(INVENTORY_TLS)),
                new Settings.ReservationApi(
                        values.get(RESERVATION_API_BASE), Duration.ofMillis(values.get(RESERVATION_TIMEOUT_MS))),
                new ExpiryPolicy(values.get(EXPIRY_GUARD), values.get(EXPIRY_ORDER)),
                new Settings.Observability(
                        values.find(OTEL_EXPORTER_OTLP_ENDPOINT),
                        values.get(OTEL_METRICS_EXPORTER),
                        values.get(OTEL_LOGS_EXPORTER),
                        values.get(LOG_LEVEL)),
                new Settings.Operations(
                        values.find(ADMIN_TOKEN),
                        tokens,
                        values.get(CONSOLE_ENABLED),
                        values.get(SERVER_PORT),
                        values.get(GRPC_DEBUG_PORT)),
                new Settings.ReservationOverview(
                        values.get(RECENT_OUTCOMES), values.find(TRACE_URL_TEMPLATE), values.find(LOG_URL_TEMPLATE)),
                new Settings.Fleet(
                        Duration.ofSeconds(values.get(FLEET_FLAG_INTERVAL_SECONDS)),
                        values.find(FLEET_PEERS).orElse(List.of())),
                values.get(WORKER_MODE));
    }
}
