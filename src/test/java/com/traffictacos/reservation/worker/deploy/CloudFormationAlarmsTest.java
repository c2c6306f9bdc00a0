package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The alarms of the template watch what is lost outside of the worker, and reach somebody who finds them explained. */
class CloudFormationAlarmsTest {

    private static final CloudFormationTemplate TEMPLATE =
            CloudFormationTemplate.read(Path.of("deploy/aws/queues.yaml"));

    @ParameterizedTest
    @CsvSource({
        "AWS/Events, FailedInvocations, 3",
        "AWS/Events, ThrottledRules, 3",
        "AWS/Events, InvocationsFailedToBeSentToDlq, 3",
        "AWS/Events, PutEventsApproximateThrottledCount, 1",
        "AWS/Scheduler, InvocationDroppedCount, 1",
        "AWS/Scheduler, InvocationThrottleCount, 1",
        "AWS/Scheduler, TargetErrorCount, 1",
        "AWS/Scheduler, InvocationsFailedToBeSentToDeadLetterCount, 1",
        "AWS/Usage, CallCount, 1",
        "AWS/SQS, ApproximateNumberOfMessagesVisible, 1",
        "AWS/SQS, ApproximateAgeOfOldestMessage, 1"
    })
    void watchesWhatIsLostBeforeTheWorkerSeesIt(String namespace, String metric, int alarms) {
        assertThat(alarms().filter(alarm -> alarm.path("Namespace").asString().equals(namespace)
                        && alarm.path("MetricName").asString().equals(metric)))
                .hasSize(alarms)
                .extracting(alarm -> alarm.path("Dimensions").toString())
                .doesNotHaveDuplicates();
    }

    /** The rules' metrics of a custom bus have that bus among their dimensions; those of the account have none at all. */
    @Test
    void looksAtTheMetricsWhereEventBridgePutsThem() {
        assertThat(alarms().filter(alarm -> alarm.path("Namespace").asString().equals("AWS/Events")))
                .hasSize(10)
                .allSatisfy(alarm -> {
                    JsonNode dimensions = alarm.path("Dimensions");
                    if (alarm.path("MetricName").asString().startsWith("PutEvents")) {
                        assertThat(dimensions.isMissingNode()).isTrue();
                    } else {
                        assertThat(dimensions.at("/0/Name").asString()).isEqualTo("RuleName");
                        assertThat(dimensions.at("/1/Fn::If/2/Name").asString()).isEqualTo("EventBusName");
                    }
                });
    }

    /** Whoever is woken by an alarm finds it in the runbook. */
    @Test
    void hasARunbookEntryForEveryAlarm() {
        List<String> told = Pattern.compile("`(…?)(\\w+Alarm)`")
                .matcher(YamlText.text(Path.of("docs/runbook.md")))
                .results()
                .map(found -> (found.group(1).isEmpty() ? "" : "(ReservationExpired|PaymentEvent|PaymentStatus)")
                        + found.group(2))
                .toList();

        assertThat(TEMPLATE.names("Resources").stream()
                        .filter(name ->
                                TEMPLATE.resource(name).path("Type").asString().equals("AWS::CloudWatch::Alarm")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(told).as(name).anyMatch(name::matches));
    }

    @Test
    void tellsSomebodyOfEveryAlarm() {
        assertThat(alarms())
                .isNotEmpty()
                .allSatisfy(alarm -> assertThat(
                                alarm.at("/AlarmActions/Fn::If/1/0/Ref").asString())
                        .isEqualTo("AlarmTopicArn"));
        assertThat(TEMPLATE.tree().at("/Parameters/Environment/Default").asString())
                .isEqualTo("prod");
        assertThat(TEMPLATE.tree().at("/Rules/AlarmsReachSomebody").toString())
                .contains("\"Environment\"", "\"prod\"", "\"AlarmTopicArn\"");
    }

    private static Stream<JsonNode> alarms() {
        return TEMPLATE.names("Resources").stream()
                .map(TEMPLATE::resource)
                .filter(resource -> resource.path("Type").asString().equals("AWS::CloudWatch::Alarm"))
                .map(alarm -> alarm.path("Properties"));
    }
}
