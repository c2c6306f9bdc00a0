package com.traffictacos.reservation.worker.platform.settings;

import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.assertAccepted;
import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queues are taken, and which pairs of them. */
class QueueSettingsTest {

    @Test
    void takesQueueUrlsThatNameAQueue() {
        for (String variable : List.of("SQS_QUEUE_URL", "SQS_DLQ_URL")) {
            for (String url : List.of(
                    "http://localhost:9324/000000000000/q",
                    "http://localhost:9324/queue/q.fifo",
                    "http://localhost:9324/" + "q".repeat(80),
                    "http://localhost:9324/" + "q".repeat(75) + ".fifo")) {
                assertAccepted(variable, url);
            }
            for (String rubbish : List.of(
                    "reservation-events",
                    "arn:aws:sqs:ap-northeast-2:123456789012:q",
                    "http://localhost:9324",
                    "http://localhost:9324/",
                    "http://localhost:9324/0/q/",
                    "http://localhost:9324/0//",
                    "http://localhost:9324/0/q.std",
                    "http://localhost:9324/0/q%20q",
                    "http://localhost/" + "q".repeat(81),
                    "http://localhost/" + "q".repeat(76) + ".fifo")) {
                assertThat(problem(FakeSource.valid().with(variable, rubbish)))
                        .as(rubbish)
                        .satisfies(problem -> {
                            assertThat(problem.variable()).isEqualTo(variable);
                            assertThat(problem.accepts())
                                    .startsWith("the http or https URL of a queue such as https://");
                        });
            }
        }
    }

    @Test
    void namesTheQueueWhenItIsMissing() {
        assertThat(problem(FakeSource.empty()).message())
                .isEqualTo("SQS_QUEUE_URL: got nothing, accepts the http or https URL of a queue such as"
                        + " https://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://SQS.AP-NORTHEAST-2.AMAZONAWS.COM/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com:443/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com./123456789012/reservation-events",
                "http://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/../123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/./reservation-events",
                "https://ap-northeast-2.queue.amazonaws.com/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.api.aws/123456789012/reservation-events",
                "https://vpce-0a1b-2c.sqs.ap-northeast-2.vpce.amazonaws.com/123456789012/reservation-events",
                "https://sqs.internal.example/123456789012/reservation-events"
            })
    void refusesTheQueueAsItsOwnDeadLetterQueueHoweverItIsSpelt(String url) {
        assertThat(problem(FakeSource.valid().with("SQS_DLQ_URL", url)).message())
                .startsWith("SQS_DLQ_URL: ")
                .endsWith("accepts a queue other than that of SQS_QUEUE_URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events-dlq",
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/Reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com/210987654321/reservation-events"
            })
    void takesEveryOtherQueueForDeadLetters(String url) {
        assertThat(SettingsReader.read(FakeSource.valid().with("SQS_DLQ_URL", url))
                        .queue()
                        .deadLetterUrl())
                .contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.us-east-1.amazonaws.com/123456789012/q",
                "https://us-east-1.queue.amazonaws.com/123456789012/q",
                "https://queue.amazonaws.com/123456789012/q",
                "https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/q",
                "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q"
            })
    void refusesAQueueOfAnotherRegion(String url) {
        for (String variable : List.of("SQS_QUEUE_URL", "SQS_DLQ_URL")) {
            assertThat(problem(FakeSource.valid().with(variable, url)).message())
                    .isEqualTo(variable + ": got \"" + url
                            + "\", accepts a queue of the region of AWS_REGION, ap-northeast-2");
        }
    }

    @Test
    void takesAQueueOfAnyRegionFromAnEndpointThatIsSet() {
        FakeSource source = FakeSource.valid()
                .with("SQS_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/q")
                .with("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324");

        assertThat(SettingsReport.warnings(SettingsReader.read(source)))
                .singleElement()
                .satisfies(line -> assertThat(line.message()).contains("another region than AWS_REGION"));
    }

    @Test
    void warnsOfADeadLetterQueueOfAnotherAccount() {
        FakeSource source =
                FakeSource.valid().with("SQS_DLQ_URL", "https://sqs.ap-northeast-2.amazonaws.com/210987654321/graves");

        assertThat(SettingsReport.warnings(SettingsReader.read(source)))
                .singleElement()
                .satisfies(line -> assertThat(line.message()).contains("another account than SQS_QUEUE_URL"));
    }

    @Test
    void refusesTheQueueAsItsOwnDeadLetterQueue() {
        assertThat(problem(FakeSource.valid().with("SQS_DLQ_URL", FakeSource.QUEUE_URL))
                        .message())
                .isEqualTo("SQS_DLQ_URL: got \"" + FakeSource.QUEUE_URL
                        + "\", accepts a queue other than that of SQS_QUEUE_URL");
    }
}
