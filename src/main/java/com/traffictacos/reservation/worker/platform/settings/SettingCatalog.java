package com.traffictacos.reservation.worker.platform.settings;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.address.LinkTemplate;
import com.traffictacos.reservation.worker.platform.log.LogLevel;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Every setting of contract section 5 with its name, default and bounds. Documents and manifests are checked against
 * it.
 */
public final class SettingCatalog {

    static final Setting<String> AWS_REGION = Setting.withDefault(
            "AWS_REGION",
            "ap-northeast-2",
            SettingType.text(
                    "the name of a region such as ap-northeast-2", "[a-z]{2,5}(-[a-z]{2,12}){1,3}-[0-9]{1,2}"));
    static final Setting<String> AWS_PROFILE = Setting.optional(
            "AWS_PROFILE",
            SettingType.text("the name of a profile of the AWS configuration files", "[^\\p{Cntrl}\\[\\]]{1,128}"));
    static final Setting<URI> AWS_ENDPOINT_URL_SQS =
            Setting.optional("AWS_ENDPOINT_URL_SQS", SettingType.httpUrl("http://127.0.0.1:9324"));
    static final Setting<URI> AWS_ENDPOINT_URL_SECRETS_MANAGER =
            Setting.optional("AWS_ENDPOINT_URL_SECRETS_MANAGER", SettingType.httpUrl("http://127.0.0.1:4566"));
    static final Setting<Boolean> USE_SECRET_MANAGER =
            Setting.withDefault("USE_SECRET_MANAGER", "false", SettingType.flag());
    /** A name, or an ARN with its colons. The lengths are those of the API's {@code SecretId}. */
    static final Setting<String> SECRET_NAME = Setting.withDefault(
            "SECRET_NAME",
            "traffictacos/reservation-worker",
            SettingType.text(
                    "the name or ARN of a secret, letters, digits and /_+=.@- alone", "[A-Za-z0-9/_+=.@:-]{1,2048}"));

    static final Setting<URI> SQS_QUEUE_URL = Setting.required("SQS_QUEUE_URL", SettingType.queueUrl());
    static final Setting<URI> SQS_DLQ_URL = Setting.optional("SQS_DLQ_URL", SettingType.queueUrl());
    static final Setting<Integer> SQS_WAIT_TIME =
            Setting.withDefault("SQS_WAIT_TIME", "20", SettingType.wholeNumber(0, 20));
    /** Zero would deliver a message again while it is in flight. 12 hours are the queue's own limit. */
    static final Setting<Integer> SQS_VISIBILITY_TIMEOUT =
            Setting.withDefault("SQS_VISIBILITY_TIMEOUT", "60", SettingType.wholeNumber(1, 43_200));

    static final Setting<WorkerMode> WORKER_MODE =
            Setting.withDefault("WORKER_MODE", "worker", SettingType.oneOf(WorkerMode.class));

    static final Setting<Integer> WORKER_CONCURRENCY =
            Setting.withDefaultInServer("WORKER_CONCURRENCY", "20", SettingType.wholeNumber(1, 1_000));
    static final Setting<Integer> MAX_RETRIES = Setting.withDefault("MAX_RETRIES", "5", SettingType.wholeNumber(0, 15));
    /**
     * Zero would return an event to the queue without a delay. Ten minutes give a longest delay of 2 h 40 min, below
     * 12 h.
     */
    static final Setting<Integer> BACKOFF_BASE_MS =
            Setting.withDefault("BACKOFF_BASE_MS", "1000", SettingType.wholeNumber(1, 600_000));

    static final Setting<Integer> SHUTDOWN_TIMEOUT_SECONDS =
            Setting.withDefault("SHUTDOWN_TIMEOUT_SECONDS", "30", SettingType.wholeNumber(1, 600));

    static final Setting<HostAndPort> INVENTORY_GRPC_ADDR =
            Setting.withDefault("INVENTORY_GRPC_ADDR", "inventory-svc:8021", SettingType.hostAndPort());
    /** A network call does not complete in less than 10 ms. More than a minute blocks a worker without benefit. */
    public static final Setting<Integer> INVENTORY_TIMEOUT_MS =
            Setting.withDefault("INVENTORY_TIMEOUT_MS", "250", SettingType.wholeNumber(10, 60_000));

    static final Setting<Boolean> INVENTORY_TLS = Setting.withDefault("INVENTORY_TLS", "false", SettingType.flag());

    static final Setting<URI> RESERVATION_API_BASE = Setting.withDefault(
            "RESERVATION_API_BASE", "http://reservation-api:8010", SettingType.httpUrl("http://reservation-api:8010"));
    /** As for {@link #INVENTORY_TIMEOUT_MS}. */
    public static final Setting<Integer> RESERVATION_TIMEOUT_MS =
            Setting.withDefault("RESERVATION_TIMEOUT_MS", "2000", SettingType.wholeNumber(10, 60_000));

    static final Setting<Boolean> EXPIRY_GUARD = Setting.withDefault("EXPIRY_GUARD", "true", SettingType.flag());
    static final Setting<ExpiryPolicy.Order> EXPIRY_ORDER =
            Setting.withDefault("EXPIRY_ORDER", "release-first", SettingType.oneOf(ExpiryPolicy.Order.class));

    static final Setting<URI> OTEL_EXPORTER_OTLP_ENDPOINT =
            Setting.optional("OTEL_EXPORTER_OTLP_ENDPOINT", SettingType.httpUrl("http://otel-collector:4317"));
    static final Setting<Settings.OtlpExporter> OTEL_METRICS_EXPORTER =
            Setting.withDefault("OTEL_METRICS_EXPORTER", "none", SettingType.oneOf(Settings.OtlpExporter.class));
    static final Setting<Settings.OtlpExporter> OTEL_LOGS_EXPORTER =
            Setting.withDefault("OTEL_LOGS_EXPORTER", "none", SettingType.oneOf(Settings.OtlpExporter.class));
    static final Setting<LogLevel> LOG_LEVEL =
            Setting.withDefault("LOG_LEVEL", "info", SettingType.oneOf(LogLevel.class));

    /** A bearer token has to fit into a header. Sixteen characters are the minimum that cannot be guessed in time. */
    static final Setting<Secret> ADMIN_TOKEN = Setting.optional(
            "ADMIN_TOKEN",
            SettingType.secret(
                    "16 to 1024 visible ASCII characters, after a name and a colon if it has a name",
                    "(?>(?:[A-Za-z0-9._@-]{1,64}:)?)[\\x21-\\x7e]{16,1024}"));

    static final Setting<Path> ADMIN_TOKENS_FILE =
            Setting.optional("ADMIN_TOKENS_FILE", SettingType.file("lines of a name, read or write, and a SHA-256"));

    /** SQS allows few tagging calls per second and account: 50 pods make 3.3 at the default. */
    static final Setting<Integer> FLEET_FLAG_INTERVAL_SECONDS =
            Setting.withDefault("FLEET_FLAG_INTERVAL_SECONDS", "15", SettingType.wholeNumber(1, 300));

    static final Setting<List<HostAndPort>> FLEET_PEERS =
            Setting.optional("FLEET_PEERS", SettingType.hostsAndPorts(100));

    static final Setting<Boolean> CONSOLE_ENABLED = Setting.withDefault("CONSOLE_ENABLED", "false", SettingType.flag());
    /** The bound keeps the memory below 5 MB (ADR 37). Zero remembers nothing. */
    static final Setting<Integer> RECENT_OUTCOMES =
            Setting.withDefault("RECENT_OUTCOMES", "1000", SettingType.wholeNumber(0, 10_000));

    static final Setting<LinkTemplate> TRACE_URL_TEMPLATE = Setting.optional(
            "TRACE_URL_TEMPLATE", SettingType.linkTemplate("https://jaeger.example.com/trace/{trace_id}", "trace_id"));
    static final Setting<LinkTemplate> LOG_URL_TEMPLATE = Setting.optional(
            "LOG_URL_TEMPLATE",
            SettingType.linkTemplate(
                    "https://logs.example.com/search?q={reservation_id}&from={from}&to={to}",
                    "reservation_id",
                    "trace_id",
                    "from",
                    "to"));

    static final Setting<Integer> SERVER_PORT =
            Setting.withDefaultInServer("SERVER_PORT", "8040", SettingType.wholeNumber(1, 65_535));
    static final Setting<Integer> GRPC_DEBUG_PORT =
            Setting.withDefault("GRPC_DEBUG_PORT", "8041", SettingType.wholeNumber(1, 65_535));

    private static final List<Setting<?>> ALL = List.of(
            AWS_REGION,
            AWS_PROFILE,
            AWS_ENDPOINT_URL_SQS,
            AWS_ENDPOINT_URL_SECRETS_MANAGER,
            USE_SECRET_MANAGER,
            SECRET_NAME,
            SQS_QUEUE_URL,
            SQS_DLQ_URL,
            SQS_WAIT_TIME,
            SQS_VISIBILITY_TIMEOUT,
            WORKER_MODE,
            WORKER_CONCURRENCY,
            MAX_RETRIES,
            BACKOFF_BASE_MS,
            SHUTDOWN_TIMEOUT_SECONDS,
            INVENTORY_GRPC_ADDR,
            INVENTORY_TIMEOUT_MS,
            INVENTORY_TLS,
            RESERVATION_API_BASE,
            RESERVATION_TIMEOUT_MS,
            EXPIRY_GUARD,
            EXPIRY_ORDER,
            OTEL_EXPORTER_OTLP_ENDPOINT,
            OTEL_METRICS_EXPORTER,
            OTEL_LOGS_EXPORTER,
            ADMIN_TOKEN,
            ADMIN_TOKENS_FILE,
            CONSOLE_ENABLED,
            RECENT_OUTCOMES,
            TRACE_URL_TEMPLATE,
            LOG_URL_TEMPLATE,
            FLEET_FLAG_INTERVAL_SECONDS,
            FLEET_PEERS,
            LOG_LEVEL,
            SERVER_PORT,
            GRPC_DEBUG_PORT);

    private SettingCatalog() {}

    /** Every setting, in the order of contract section 5. */
    public static List<Setting<?>> all() {
        return ALL;
    }
}
