package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.deadletter.ReasonTrend;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of dead letters, as operators see it. Public because JSON-B reads it; JSON-B omits null values.
 *
 * @param matched the selected dead letters on all pages
 * @param deadLetters those of this page
 * @param notSearched absent where everything was searched
 * @param nextPageToken absent on the last page
 */
public record DeadLetterListView(
        Scan scan,
        long matched,
        @JsonbProperty("letters") List<DeadLetterView> deadLetters,
        @JsonbProperty("not_searched") @Nullable Long notSearched,
        @JsonbProperty("next_page_token") @Nullable String nextPageToken) {

    public static DeadLetterListView of(DeadLetterPager.Page page) {
        return new DeadLetterListView(
                Scan.of(page.snapshot()),
                page.matched(),
                page.deadLetters().stream().map(DeadLetterView::of).toList(),
                page.notSearched() > 0 ? page.notSearched() : null,
                page.next().orElse(null));
    }

    /**
     * What a scan of the dead-letter queue has seen.
     *
     * @param complete whether these are all dead letters, as far as the queue shows
     * @param running whether the scan continues, so that a later call returns more
     * @param approximateTotal the queue's own count
     */
    public record Scan(
            @JsonbProperty("taken_at") Instant takenAt,
            int scanned,
            boolean complete,
            boolean running,
            @JsonbProperty("approximate_total") long approximateTotal) {

        public static Scan of(DeadLetterListing listing) {
            return new Scan(
                    listing.takenAt(),
                    listing.deadLetters().size(),
                    listing.complete(),
                    listing.running(),
                    listing.approximateTotal());
        }
    }

    /**
     * The dead letters, counted.
     *
     * @param byHour by the hour in which they were dead-lettered, in UTC
     * @param oldest absent if there is none
     * @param nextExpiry when the queue deletes the next one; absent if that is not known
     */
    public record Summary(
            Scan scan,
            @JsonbProperty("by_reason") Map<String, Long> byReason,
            @JsonbProperty("by_type") Map<String, Long> byType,
            @JsonbProperty("by_hour") Map<String, Long> byHour,
            @Nullable Instant oldest,
            @JsonbProperty("next_expiry") @Nullable Instant nextExpiry,
            Trend trend) {

        /**
         * New dead letters by hour.
         *
         * @param from the beginning of the first hour
         * @param complete whether every dead letter was seen
         * @param byReason 24 counts each, the oldest hour first
         */
        public record Trend(
                Instant from,
                boolean complete,
                @JsonbProperty("by_reason") Map<String, List<Long>> byReason) {

            public static Trend of(ReasonTrend trend) {
                return new Trend(trend.from(), trend.complete(), trend.byReason());
            }
        }

        public static Summary of(DeadLetterListing listing) {
            return new Summary(
                    Scan.of(listing),
                    listing.byReason(),
                    listing.byType(),
                    listing.byHour(),
                    listing.oldest().orElse(null),
                    listing.nextExpiry().orElse(null),
                    Trend.of(listing.trend()));
        }
    }

    /**
     * What a redrive or a discard would move.
     *
     * @param dryRunToken the redrive or discard needs it
     * @param confirm the number that it has to repeat; absent if it needs none
     */
    public record DryRun(
            Scan scan,
            long matched,
            @JsonbProperty("by_reason") Map<String, Long> byReason,
            @JsonbProperty("dry_run_token") String dryRunToken,
            @JsonbProperty("expires_at") Instant expiresAt,
            @Nullable String confirm) {

        public static DryRun of(RedriveService.DryRun dryRun) {
            return new DryRun(
                    Scan.of(dryRun.snapshot()),
                    dryRun.matched(),
                    dryRun.byReason(),
                    dryRun.token().text(),
                    dryRun.token().expiresAt(),
                    dryRun.confirm().orElse(null));
        }
    }
}
