package com.traffictacos.reservation.worker.platform.settings;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.address.LinkTemplate;
import com.traffictacos.reservation.worker.platform.log.LogLevel;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All settings, validated. {@link SettingCatalog} defines bounds and defaults. */
public record Settings(
        Aws aws,
        Queue queue,
        Worker worker,
        InventoryService inventory,
        ReservationApi reservationApi,
        ExpiryPolicy expiry,
        Observability observability,
        Operations operations,
        ReservationOverview reservationOverview,
        Fleet fleet,
        WorkerMode mode) {

    /**
     * @param profile a named profile; absent means the default credential chain
     * @param sqsEndpoint absent means that of the region or of the profile
     */
    public record Aws(String region, Optional<String> profile, Optional<URI> sqsEndpoint) {}

    /**
     * @param url the queue
     * @param deadLetterUrl the dead-letter queue; absent means that of the queue's redrive policy
     * @param waitTime of a long poll, 0 to 20 s
     * @param visibilityTimeout the lease that a receive requests
     */
    public record Queue(URI url, Optional<URI> deadLetterUrl, Duration waitTime, Duration visibilityTimeout) {

        /**
         * Whether the queue keeps the order of message groups. In SQS exactly the names of such queues have this
         * suffix.
         */
        public boolean fifo() {
            return url.getPath().endsWith(".fifo");
        }
    }

    /**
     * @param concurrency events in flight at a time, 1 to 1,000
     * @param maxRetries tries after the first, 0 to 15
     * @param backoffBase the first delay; it doubles up to sixteen times this value
     * @param shutdownTimeout limit of a drain
     */
    public record Worker(int concurrency, int maxRetries, Duration backoffBase, Duration shutdownTimeout) {}

    /** @param timeout of one call */
    public record InventoryService(HostAndPort address, Duration timeout, boolean tls) {}

    /** @param timeout of one call */
    public record ReservationApi(URI baseUri, Duration timeout) {}

    /** Whether metrics or logs are sent to a collector. */
    public enum OtlpExporter {
        NONE,
        OTLP
    }

    /**
     * @param otlpEndpoint where traces are sent; absent means no tracing
     * @param metrics whether the metrics are sent as well
     * @param logs whether the log is sent as well
     */
    public record Observability(
            Optional<URI> otlpEndpoint, OtlpExporter metrics, OtlpExporter logs, LogLevel logLevel) {}

    /**
     * @param adminToken one token that may do everything
     * @param adminTokenFile further tokens, as they were at the start
     */
    public record Operations(
            Optional<Secret> adminToken,
            Optional<AdminTokenFile> adminTokenFile,
            boolean consoleEnabled,
            int serverPort,
            int grpcDebugPort) {

        /** Whether anybody is let in. If not, nothing that changes or reads business data is served. */
        public boolean hasTokens() {
            return adminToken.isPresent() || adminTokenFile.isPresent();
        }
    }

    /**
     * What operators are shown of one reservation.
     *
     * @param recentOutcomes how many ends of deliveries are remembered, 0 to 10,000
     * @param traceUrl the address of a trace; absent means no links
     * @param logUrl the address of log lines; absent means no links
     */
    public record ReservationOverview(
            int recentOutcomes, Optional<LinkTemplate> traceUrl, Optional<LinkTemplate> logUrl) {}

    /**
     * @param flagInterval how often the fleet's flag is read
     * @param peers names and addresses that lead to all workers of the queue
     */
    public record Fleet(Duration flagInterval, List<HostAndPort> peers) {

        public Fleet {
            peers = List.copyOf(peers);
        }
    }
}
