package com.traffictacos.reservation.worker.operations.queuecheck;

import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader.DeadLetterQueue;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader.QueueFacts;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueWarning.Name;
import com.traffictacos.reservation.worker.pipeline.process.DispositionPolicy;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares the attributes of the queue with the settings. Stateless. */
final class QueueChecks {

    private QueueChecks() {}

    static Stream<QueueWarning> compare(QueueFacts queue, Settings settings) {
        return Stream.of(
                        redrivePolicy(queue, settings.worker()).stream(),
                        deadLetterQueue(queue).stream(),
                        visibilityTimeout(settings).stream(),
                        longPoll(queue, settings.queue()).stream())
                .flatMap(findings -> findings);
    }

    private static Optional<QueueWarning> redrivePolicy(QueueFacts queue, Settings.Worker worker) {
        // An outage uses up no retry, but each of its receives counts for the queue.
        int needed = new DispositionPolicy(worker).receivesInLongestOutage() + worker.maxRetries() + 1;
        if (queue.maxReceiveCount().isEmpty()) {
            return found(
                    Name.NO_REDRIVE_POLICY,
                    "a message that the worker cannot dead-letter itself stays until it expires; give the queue a"
                            + " RedrivePolicy with maxReceiveCount " + needed + " or more");
        }
        int count = queue.maxReceiveCount().get();
        return count >= needed
                ? Optional.empty()
                : found(
                        Name.MAX_RECEIVE_COUNT_TOO_SMALL,
                        "the queue gives a message up after " + count + " receives, without a reason: maybe before"
                                + " MAX_RETRIES=" + worker.maxRetries() + " is used up, or in an outage of a service;"
                                + " set maxReceiveCount to " + needed + " or more");
    }

    private static List<QueueWarning> deadLetterQueue(QueueFacts queue) {
        return switch (queue.deadLetterQueue()) {
            case DeadLetterQueue.None ignored ->
                List.of(new QueueWarning(
                        Name.NO_DEAD_LETTER_QUEUE,
                        "there is nowhere to send dead letters; set SQS_DLQ_URL, or give the queue a RedrivePolicy"));
            case DeadLetterQueue.BadRequestException unreadable ->
                List.of(new QueueWarning(
                        Name.DEAD_LETTER_QUEUE_NOT_READABLE,
                        "its retention and size limit could not be checked (" + unreadable.why()
                                + "); allow sqs:GetQueueAttributes on the dead-letter queue"));
            case DeadLetterQueue.Known known -> DeadLetterRules.compare(known, queue);
        };
    }

    private static Optional<QueueWarning> visibilityTimeout(Settings settings) {
        Duration worst = worstHandlingTime(settings);
        Duration set = settings.queue().visibilityTimeout();
        return set.compareTo(worst) >= 0
                ? Optional.empty()
                : found(
                        Name.VISIBILITY_TIMEOUT_TOO_SHORT,
                        "an event may take " + worst.toSeconds()
                                + " s with every call timing out, SQS_VISIBILITY_TIMEOUT"
                                + " is " + set.toSeconds() + " s; leases are renewed, but set it to "
                                + worst.toSeconds() + " or more so that a renewal may fail");
    }

    /**
     * The handling time if every call of every attempt takes as long as its timeout allows; in whole seconds, rounded
     * up.
     */
    static Duration worstHandlingTime(Settings settings) {
        Duration worst =
                HandlingTime.of(settings.inventory(), settings.reservationApi()).inAll();
        return Duration.ofSeconds(worst.plusMillis(999).toSeconds());
    }

    private static Optional<QueueWarning> longPoll(QueueFacts queue, Settings.Queue settings) {
        return settings.waitTime().compareTo(queue.receiveTimeout()) < 0
                ? Optional.empty()
                : found(
                        Name.LONG_POLL_TOO_LONG,
                        "a receive is cut off after " + queue.receiveTimeout().toSeconds()
                                + " s, before its long poll ends, and what it brings is lost until its lease is over;"
                                + " set SQS_WAIT_TIME below that");
    }

    private static Optional<QueueWarning> found(Name name, String remedy) {
        return Optional.of(new QueueWarning(name, remedy));
    }
}
