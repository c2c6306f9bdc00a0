package com.traffictacos.reservation.worker.operations.queuecheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.deploy.YamlText;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader.DeadLetterQueue;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueAttributesReader.QueueFacts;
import com.traffictacos.reservation.worker.operations.queuecheck.QueueWarning.Name;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueChecksTest {

    private static final int MAX_BYTES = 1_048_576;
    private static final Duration FOUR_DAYS = Duration.ofDays(4);
    private static final DeadLetterQueue KEEPS_LONG = known(Duration.ofDays(14));
    private static final Duration RECEIVE_TIMEOUT = Duration.ofSeconds(25);

    @Test
    void findsNothingWrongWithAQueueThatFits() {
        assertThat(findings(facts(FOUR_DAYS, Optional.of(400), KEEPS_LONG, RECEIVE_TIMEOUT), Map.of()))
                .isEmpty();
    }

    @Test
    void missesARedrivePolicy() {
        assertThat(names(facts(FOUR_DAYS, Optional.empty(), KEEPS_LONG, RECEIVE_TIMEOUT)))
                .containsExactly(Name.NO_REDRIVE_POLICY);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 326, true",
        "0, 327, false",
        "5, 16, true",
        "5, 331, true",
        "5, 332, false",
        "15, 341, true",
        "15, 342, false"
    })
    void wantsRoomForTheRetriesAndTheLongestOutage(String maxRetries, int maxReceiveCount, boolean found) {
        QueueFacts queue = facts(FOUR_DAYS, Optional.of(maxReceiveCount), KEEPS_LONG, RECEIVE_TIMEOUT);

        List<QueueWarning> findings = findings(queue, Map.of("MAX_RETRIES", maxRetries));

        assertThat(findings.stream().map(QueueWarning::name).anyMatch(Name.MAX_RECEIVE_COUNT_TOO_SMALL::equals))
                .isEqualTo(found);
    }

    /** The figure of the template has to do for whatever the settings allow. */
    @ParameterizedTest
    @CsvSource({"0, 1", "15, 1", "15, 1000", "0, 600000", "15, 600000"})
    void isContentWithTheTemplatesQueue(String maxRetries, String backoff) {
        String count = YamlText.document(Path.of("deploy/aws/queues.yaml"))
                .at("/Resources/Queue/Properties/RedrivePolicy/maxReceiveCount")
                .asString();

        assertThat(findings(
                        facts(FOUR_DAYS, Optional.of(Integer.valueOf(count)), KEEPS_LONG, RECEIVE_TIMEOUT),
                        Map.of("MAX_RETRIES", maxRetries, "BACKOFF_BASE_MS", backoff)))
                .isEmpty();
    }

    @Test
    void namesTheMaxReceiveCountToSet() {
        QueueFacts queue = facts(FOUR_DAYS, Optional.of(3), KEEPS_LONG, RECEIVE_TIMEOUT);

        assertThat(findings(queue, Map.of()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).contains("maxReceiveCount to 332 or more"));
    }

    @Test
    void missesADeadLetterQueue() {
        assertThat(names(facts(FOUR_DAYS, Optional.of(400), new DeadLetterQueue.None(), RECEIVE_TIMEOUT)))
                .containsExactly(Name.NO_DEAD_LETTER_QUEUE);
    }

    @Test
    void saysWhatToAllowWhenTheDeadLetterQueueCannotBeRead() {
        QueueFacts queue = facts(
                FOUR_DAYS, Optional.of(400), new DeadLetterQueue.BadRequestException("AccessDenied"), RECEIVE_TIMEOUT);

        assertThat(findings(queue, Map.of())).singleElement().satisfies(finding -> {
            assertThat(finding.name()).isEqualTo(Name.DEAD_LETTER_QUEUE_NOT_READABLE);
            assertThat(finding.remedy()).contains("AccessDenied", "sqs:GetQueueAttributes");
        });
    }

    @Test
    void wantsDeadLettersKeptAtLeastAsLongAsMessages() {
        assertThat(names(facts(FOUR_DAYS, Optional.of(400), known(FOUR_DAYS.minusSeconds(1)), RECEIVE_TIMEOUT)))
                .containsExactly(Name.DEAD_LETTER_RETENTION_TOO_SHORT);
        assertThat(names(facts(FOUR_DAYS, Optional.of(400), known(FOUR_DAYS), RECEIVE_TIMEOUT)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"42, true", "43, false", "60, false"})
    void wantsAVisibilityTimeoutThatOutlastsTheWorstCase(String seconds, boolean found) {
        QueueFacts queue = facts(FOUR_DAYS, Optional.of(400), KEEPS_LONG, RECEIVE_TIMEOUT);

        // Three attempts: three calls of 2 s, one of 250 ms and 2 s to connect, 1 s before each of the four for a slot,
        // 2 s between them; and two pauses of 75 ms.
        assertThat(!findings(queue, Map.of("SQS_VISIBILITY_TIMEOUT", seconds)).isEmpty())
                .isEqualTo(found);
    }

    @Test
    void followsTheSettingsHoweverLongTheyAllowACallToBe() {
        assertThat(QueueChecks.worstHandlingTime(settings(Map.of("RESERVATION_TIMEOUT_MS", "60000"))))
                .isEqualTo(Duration.ofSeconds(565));
    }

    @Test
    void wantsTheLongPollToEndBeforeItsConnectionIsGivenUp() {
        assertThat(names(facts(FOUR_DAYS, Optional.of(400), KEEPS_LONG, Duration.ofSeconds(20))))
                .containsExactly(Name.LONG_POLL_TOO_LONG);
    }

    @Test
    void wantsADeadLetterQueueThatTakesWhatTheQueueTakes() {
        QueueFacts queue = facts(
                FOUR_DAYS,
                Optional.of(400),
                new DeadLetterQueue.Known(Duration.ofDays(14), 262_144, false, Set.of()),
                RECEIVE_TIMEOUT);

        assertThat(findings(queue, Map.of())).singleElement().satisfies(finding -> {
            assertThat(finding.name()).isEqualTo(Name.DEAD_LETTER_SIZE_TOO_SMALL);
            assertThat(finding.remedy()).contains("1048576", "262144");
        });
    }

    @Test
    void namesTheQueuesThatShareTheDeadLetterQueue() {
        QueueFacts queue = facts(
                FOUR_DAYS,
                Optional.of(400),
                new DeadLetterQueue.Known(Duration.ofDays(14), MAX_BYTES, false, Set.of("orders", "mails")),
                RECEIVE_TIMEOUT);

        assertThat(findings(queue, Map.of())).singleElement().satisfies(finding -> {
            assertThat(finding.name()).isEqualTo(Name.DEAD_LETTER_QUEUE_SHARED);
            assertThat(finding.remedy()).contains("mails, orders");
        });
    }

    @Test
    void saysThatTheDeadLetterQueueIsTheQueueItself() {
        assertThat(names(facts(
                        FOUR_DAYS,
                        Optional.of(400),
                        new DeadLetterQueue.Known(FOUR_DAYS, MAX_BYTES, true, Set.of()),
                        RECEIVE_TIMEOUT)))
                .containsExactly(Name.DEAD_LETTER_QUEUE_IS_THE_QUEUE);
    }

    private static DeadLetterQueue known(Duration retention) {
        return new DeadLetterQueue.Known(retention, MAX_BYTES, false, Set.of());
    }

    private static QueueFacts facts(
            Duration retention,
            Optional<Integer> maxReceiveCount,
            DeadLetterQueue deadLetterQueue,
            Duration receiveTimeout) {
        return new QueueFacts(retention, maxReceiveCount, deadLetterQueue, receiveTimeout, MAX_BYTES);
    }

    private static List<Name> names(QueueFacts queue) {
        return findings(queue, Map.of()).stream().map(QueueWarning::name).toList();
    }

    private static List<QueueWarning> findings(QueueFacts queue, Map<String, String> changed) {
        return QueueChecks.compare(queue, settings(changed)).toList();
    }

    private static Settings settings(Map<String, String> changed) {
        Map<String, String> variables = new HashMap<>(Map.of("SQS_QUEUE_URL", "http://127.0.0.1/1/queue"));
        variables.putAll(changed);
        return SettingsReader.read(name -> Optional.ofNullable(variables.get(name)));
    }
}
