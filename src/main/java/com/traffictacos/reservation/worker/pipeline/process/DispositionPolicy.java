package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Backoff;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The only place that decides the disposition of a delivery. Holds no state; safe for use by any number of threads.
 *
 * <p>The delay of a retry grows with the message's receive count: 1, 2, 4, 8, 16, 16 ... times {@code BACKOFF_BASE_MS},
 * in whole seconds because the queue supports no smaller unit.
 */
@SingletonBean
public final class DispositionPolicy {

    private static final int LONGEST_DELAY_IN_BASES = 16;
    // SQS allows 12 hours; an hour bounds a wrong value of a service.
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    /**
     * For a message that a service rejects or throttles and that does not count: an operator must look at it after this
     * time.
     */
    static final Duration LONGEST_REFUSED = Duration.ofHours(12);

    /** For a message whose service is down. By default a queue deletes its messages after four days. */
    static final Duration LONGEST_OUTAGE = Duration.ofDays(3);

    private static final int SHARE_OF_OUTAGE = 8;
    private static final Duration LONGEST_DELAY_IN_OUTAGE = Duration.ofMinutes(15);

    private final int maxRetries;
    private final Backoff backoff;

    @Inject
    public DispositionPolicy(Settings.Worker settings) {
        this.maxRetries = settings.maxRetries();
        this.backoff =
                new Backoff(settings.backoffBase(), settings.backoffBase().multipliedBy(LONGEST_DELAY_IN_BASES));
    }

    /** The disposition of a delivery whose handler ended without a failure. */
    public Disposition of(HandlerResult handled) {
        return switch (handled) {
            case HandlerResult.Completed ignored -> new Disposition.Acknowledge(Outcome.SUCCESS);
            case HandlerResult.Skipped ignored -> new Disposition.Acknowledge(Outcome.SKIPPED);
        };
    }

    /**
     * The disposition of a delivery that failed.
     *
     * @param failure the exception that was thrown
     * @param receiveCount of the message; the delay grows with it
     * @param attempt the number of this attempt among those that count against the message, which is compared with the
     *     maximum number of retries; zero if it is not known whether this attempt counts
     */
    public Disposition of(Throwable failure, int receiveCount, int attempt) {
        return failure instanceof EventFailure verdict
                ? ofVerdict(verdict, receiveCount, attempt)
                : retryOrDeadLetter(FailureReason.UNEXPECTED_ERROR, describe(failure), receiveCount, attempt);
    }

    /**
     * The disposition of a message that is not processed again, because it most likely ends the process.
     *
     * @param deaths how often the process died while it processed the message
     */
    Disposition ofDeaths(int deaths) {
        return new Disposition.SendToDeadLetterQueue(
                FailureReason.UNEXPECTED_ERROR,
                "the worker's process died " + deaths + " times while it processed this message",
                Outcome.FAILED);
    }

    private Disposition ofVerdict(EventFailure verdict, int receiveCount, int attempt) {
        return switch (verdict) {
            case InvalidEvent invalid ->
                new Disposition.SendToDeadLetterQueue(invalid.reason(), invalid.detail(), Outcome.INVALID_PAYLOAD);
            case PermanentFailure permanent ->
                new Disposition.SendToDeadLetterQueue(permanent.reason(), permanent.detail(), Outcome.DOWNSTREAM_ERROR);
            case TransientFailure failed ->
                retryOrDeadLetter(FailureReason.RETRIES_EXHAUSTED, failed.detail(), receiveCount, attempt);
            case Throttled throttled ->
                attempt > maxRetries
                        ? new Disposition.SendToDeadLetterQueue(
                                FailureReason.RETRIES_EXHAUSTED, throttled.detail(), Outcome.FAILED)
                        : retry(throttled, receiveCount);
            // These failures are not caused by the message, so they do not count as its retries.
            case DependencyUnavailable ignored -> retry(receiveCount);
            case HoldNotExpired early ->
                new Disposition.RetryAfter(wholeSeconds(longer(early.remaining(), Duration.ZERO)));
            case LeaseLost ignored -> retry(receiveCount);
        };
    }

    /**
     * The disposition of a delivery whose failure does not count against its message: the message is returned to the
     * queue as long as the failure lasts, and dead-lettered before the queue would delete it.
     *
     * @param age the time since the message was sent
     */
    public Disposition held(EventFailure why, int receiveCount, Duration age) {
        Duration longest =
                why instanceof PermanentFailure || why instanceof Throttled ? LONGEST_REFUSED : LONGEST_OUTAGE;
        if (age.compareTo(longest) < 0) {
            return why instanceof Throttled throttled
                    ? retry(throttled, receiveCount)
                    : new Disposition.RetryAfter(heldFor(receiveCount, age));
        }
        String detail = "held for " + age.toHours() + " hours: " + why.detail();
        return why instanceof PermanentFailure permanent
                ? new Disposition.SendToDeadLetterQueue(permanent.reason(), detail, Outcome.DOWNSTREAM_ERROR)
                : new Disposition.SendToDeadLetterQueue(FailureReason.RETRIES_EXHAUSTED, detail, Outcome.FAILED);
    }

    /**
     * How often a message is returned to the queue by an outage that lasts until the message is dead-lettered for it. The
     * {@code maxReceiveCount} of the queue has to leave room for as many receives, besides those that count against the
     * message.
     */
    public int receivesInLongestOutage() {
        int receives = 0;
        for (Duration age = Duration.ZERO; age.compareTo(LONGEST_OUTAGE) < 0; receives++) {
            age = age.plus(heldFor(receives + 1, age));
        }
        return receives;
    }

    private Duration heldFor(int receiveCount, Duration age) {
        return wholeSeconds(longer(delayInOutage(age), backoff.delay(receiveCount)));
    }

    /**
     * Grows with the age of the message, so that the receives of an outage stay far below the queue's {@code
     * maxReceiveCount}, while a message that was held is late by an eighth of the outage at most.
     */
    private static Duration delayInOutage(Duration age) {
        Duration share = age.dividedBy(SHARE_OF_OUTAGE);
        return share.compareTo(LONGEST_DELAY_IN_OUTAGE) < 0 ? share : LONGEST_DELAY_IN_OUTAGE;
    }

    private Disposition retry(Throttled throttled, int receiveCount) {
        return new Disposition.RetryAfter(wholeSeconds(longer(throttled.retryAfter(), backoff.delay(receiveCount))));
    }

    private Disposition retryOrDeadLetter(FailureReason reason, String detail, int receiveCount, int attempt) {
        return attempt > maxRetries
                ? new Disposition.SendToDeadLetterQueue(reason, detail, Outcome.FAILED)
                : retry(receiveCount);
    }

    private Disposition retry(int receiveCount) {
        return new Disposition.RetryAfter(wholeSeconds(backoff.delay(receiveCount)));
    }

    private static Duration longer(Duration asked, Duration own) {
        Duration bounded = asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER;
        return bounded.compareTo(own) > 0 ? bounded : own;
    }

    /** Rounded up: with a delay of zero a failing message would be redelivered in a busy loop. */
    private static Duration wholeSeconds(Duration delay) {
        return Duration.ofSeconds(delay.plusMillis(999).toSeconds());
    }

    /** Type and message, because the type of an unexpected error is the most useful part. */
    private static String describe(Throwable failure) {
        return failure.getMessage() == null
                ? failure.getClass().getName()
                : failure.getClass().getName() + ": " + failure.getMessage();
    }
}
