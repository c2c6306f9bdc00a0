package com.traffictacos.reservation.worker.platform.settings;

import com.traffictacos.reservation.worker.platform.address.QueueAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats the results of the settings check as log lines. The caller writes them. */
public final class SettingsReport {

    private SettingsReport() {}

    /**
     * One line of a log.
     *
     * @param message for the key {@code msg}
     * @param fields additional keys with their values; safe to log
     */
    public record Line(String message, Map<String, String> fields) {

        public Line {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * Returns a line per problem, with the keys {@code variable}, {@code got} and {@code accepts}, then the summary.
     */
    public static List<Line> errors(InvalidSettingsException failure) {
        List<Line> lines = new ArrayList<>();
        for (SettingProblem problem : failure.problems()) {
            lines.add(new Line(
                    problem.message(),
                    Map.of("variable", problem.variable(), "got", problem.got(), "accepts", problem.accepts())));
        }
        lines.add(new Line(String.valueOf(failure.getMessage()), Map.of()));
        return List.copyOf(lines);
    }

    /** Returns a line per combination of settings that is allowed but probably not intended; key {@code variable}. */
    public static List<Line> warnings(Settings settings) {
        List<Line> lines = new ArrayList<>();
        lockedConsole(settings.operations()).ifPresent(lines::add);
        shortShutdown(settings).ifPresent(lines::add);
        QueueAddress queue = QueueAddress.of(settings.queue().url());
        if (isOtherThan(settings.aws().region(), queue.region())) {
            lines.add(new Line(
                    "SQS_QUEUE_URL is of another region than AWS_REGION: requests are signed for "
                            + settings.aws().region()
                            + " and go to AWS_ENDPOINT_URL_SQS. Set AWS_REGION to the queue's, unless that server takes any.",
                    Map.of("variable", "AWS_REGION")));
        }
        settings.queue()
                .deadLetterUrl()
                .map(QueueAddress::of)
                .filter(deadLetters -> queue.account().isPresent()
                        && isOtherThan(queue.account().get(), deadLetters.account()))
                .ifPresent(other -> lines.add(new Line(
                        "SQS_DLQ_URL is of another account than SQS_QUEUE_URL: that queue's policy has to allow"
                                + " sqs:SendMessage to the worker, and no redrive policy can name it.",
                        Map.of("variable", "SQS_DLQ_URL"))));
        return List.copyOf(lines);
    }

    private static boolean isOtherThan(String own, Optional<String> other) {
        return other.isPresent() && !other.get().equals(own);
    }

    private static Optional<Line> lockedConsole(Settings.Operations operations) {
        return operations.consoleEnabled() && !operations.hasTokens()
                ? Optional.of(new Line(
                        "CONSOLE_ENABLED is true and neither ADMIN_TOKEN nor ADMIN_TOKENS_FILE is set: the console is"
                                + " served, but nothing of it that reads or changes business data. Set ADMIN_TOKEN or"
                                + " ADMIN_TOKENS_FILE to use it.",
                        Map.of("variable", "ADMIN_TOKEN")))
                : Optional.empty();
    }

    /**
     * A warning and not an error: an event that a stop interrupts is returned to the queue, and every step is safe to
     * repeat.
     */
    private static Optional<Line> shortShutdown(Settings settings) {
        HandlingTime time = HandlingTime.of(settings.inventory(), settings.reservationApi());
        Duration timeout = settings.worker().shutdownTimeout();
        return timeout.compareTo(time.oneTry()) < 0
                ? Optional.of(new Line(
                        "SHUTDOWN_TIMEOUT_SECONDS=" + timeout.toSeconds() + " is shorter than one event may take by"
                                + " INVENTORY_TIMEOUT_MS and RESERVATION_TIMEOUT_MS ("
                                + time.oneTry().plusMillis(999).toSeconds()
                                + " s): a stop may cut events off and hand them back.",
                        Map.of("variable", "SHUTDOWN_TIMEOUT_SECONDS")))
                : Optional.empty();
    }
}
