package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingCatalogTest {

    @Test
    void namesTheVariablesAndDefaultsOfTheContract() {
        assertThat(SettingCatalog.all())
                .extracting(setting ->
                        setting.variable() + "=" + setting.defaultText().orElse(setting.required() ? "(required)" : ""))
                .containsExactly(
                        "AWS_REGION=ap-northeast-2",
                        "AWS_PROFILE=",
                        "AWS_ENDPOINT_URL_SQS=",
                        "AWS_ENDPOINT_URL_SECRETS_MANAGER=",
                        "USE_SECRET_MANAGER=false",
                        "SECRET_NAME=traffictacos/reservation-worker",
                        "SQS_QUEUE_URL=(required)",
                        "SQS_DLQ_URL=",
                        "SQS_WAIT_TIME=20",
                        "SQS_VISIBILITY_TIMEOUT=60",
                        "WORKER_MODE=worker",
                        "WORKER_CONCURRENCY=20",
                        "MAX_RETRIES=5",
                        "BACKOFF_BASE_MS=1000",
                        "SHUTDOWN_TIMEOUT_SECONDS=30",
                        "INVENTORY_GRPC_ADDR=inventory-svc:8021",
                        "INVENTORY_TIMEOUT_MS=250",
                        "INVENTORY_TLS=false",
                        "RESERVATION_API_BASE=http://reservation-api:8010",
                        "RESERVATION_TIMEOUT_MS=2000",
                        "EXPIRY_GUARD=true",
                        "EXPIRY_ORDER=release-first",
                        "OTEL_EXPORTER_OTLP_ENDPOINT=",
                        "OTEL_METRICS_EXPORTER=none",
                        "OTEL_LOGS_EXPORTER=none",
                        "ADMIN_TOKEN=",
                        "ADMIN_TOKENS_FILE=",
                        "CONSOLE_ENABLED=false",
                        "RECENT_OUTCOMES=1000",
                        "TRACE_URL_TEMPLATE=",
                        "LOG_URL_TEMPLATE=",
                        "FLEET_FLAG_INTERVAL_SECONDS=15",
                        "FLEET_PEERS=",
                        "LOG_LEVEL=info",
                        "SERVER_PORT=8040",
                        "GRPC_DEBUG_PORT=8041");
    }

    @Test
    void acceptsItsOwnDefaults() {
        assertThat(SettingCatalog.all())
                .allSatisfy(setting -> setting.defaultText()
                        .ifPresent(text -> assertThat(setting.parse(text).isPresent())
                                .as(setting.variable())
                                .isTrue()));
    }

    @Test
    void saysOfEverySettingWhatItAccepts() {
        assertThat(SettingCatalog.all()).extracting(Setting::accepts).noneMatch(String::isBlank);
    }
}
