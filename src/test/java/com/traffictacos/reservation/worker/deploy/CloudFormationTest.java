package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.deploy.CloudFormationTemplate.Call;
import com.traffictacos.reservation.worker.event.EventType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The template holds together, and lets nobody do more than the worker's design says. */
class CloudFormationTest {

    private static final Path FILE = Path.of("deploy/aws/queues.yaml");
    private static final CloudFormationTemplate TEMPLATE = CloudFormationTemplate.read(FILE);
    private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([^!}][^}]*)}");

    @ParameterizedTest
    @ValueSource(strings = {"queues", "deploy-access", "image-cache"})
    void refersToNothingThatIsNotThere(String template) {
        assertThat(dangling(CloudFormationTemplate.read(FILE.resolveSibling(template + ".yaml"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'!Ref Queue', '!Ref Queu', Queu",
        "'!GetAtt WorkerRole.Arn', '!GetAtt WorkerRol.Arn', WorkerRol",
        "'${ServiceAccountName}', '${ServiceAcount}', ServiceAcount",
        "'- UsesIrsa', '- UsesIrs', UsesIrs",
        "'Condition: ReadsSecret', 'Condition: ReadsSecrets', ReadsSecrets"
    })
    void seesAReferenceThatLeadsNowhere(String right, String wrong, String name) {
        String text = YamlText.text(FILE);
        assertThat(text).contains(right);

        assertThat(dangling(CloudFormationTemplate.of(text.replace(right, wrong))))
                .contains(name);
    }

    @Test
    void hasNoParameterAndNoConditionToNoPurpose() {
        Set<String> used = new TreeSet<>(references(TEMPLATE));
        used.addAll(conditions(TEMPLATE));

        assertThat(used).containsAll(TEMPLATE.names("Parameters")).containsAll(TEMPLATE.names("Conditions"));
    }

    @Test
    void refusesAliasesAsCloudFormationDoes() {
        assertThatThrownBy(() -> CloudFormationTemplate.of("a: &x {b: c}\nd: *x\n"))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void listensToEveryNameThatTheWorkerTakes() {
        Set<String> names = new TreeSet<>();
        for (String rule : List.of("ReservationExpiredRule", "PaymentEventRule", "PaymentStatusRule")) {
            TEMPLATE.resource(rule)
                    .at("/Properties/EventPattern/detail-type")
                    .forEach(name -> names.add(name.asString()));
        }

        assertThat(names)
                .containsExactlyInAnyOrder(
                        EventType.RESERVATION_EXPIRED.wireName(),
                        "reservation.hold.expired",
                        EventType.PAYMENT_APPROVED.wireName(),
                        EventType.PAYMENT_FAILED.wireName(),
                        "Payment Status Updated");
    }

    /** Words of contract section 1c that mean something to the worker. */
    @Test
    void letsEveryFinalPaymentStatusThrough() {
        assertThat(TEMPLATE.resource("PaymentStatusRule").at("/Properties/EventPattern/detail/status"))
                .extracting(JsonNode::asString)
                .containsExactlyInAnyOrder(
                        "PAYMENT_STATUS_APPROVED",
                        "APPROVED",
                        "PAYMENT_STATUS_COMPLETED",
                        "COMPLETED",
                        "PAYMENT_STATUS_FAILED",
                        "FAILED",
                        "PAYMENT_STATUS_CANCELLED",
                        "CANCELLED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Queue", "DeadLetterQueue"})
    void encryptsAndKeepsTheQueues(String queue) {
        assertThat(TEMPLATE.resource(queue)
                        .at("/Properties/SqsManagedSseEnabled")
                        .asString())
                .isEqualTo("true");
    }

    /** Stays when the stack goes, and goes with a first attempt that fails: the next one could not make it again. */
    @ParameterizedTest
    @ValueSource(strings = {"Queue", "DeadLetterQueue", "HoldTimers"})
    void keepsWhatHoldsEventsButNotAfterAFailedFirstAttempt(String resource) {
        assertThat(TEMPLATE.resource(resource).path("DeletionPolicy").asString())
                .isEqualTo("RetainExceptOnCreate");
        assertThat(TEMPLATE.resource(resource).path("UpdateReplacePolicy").asString())
                .isEqualTo("Retain");
    }

    /** Any other source on the bus, any other account that may publish on it, is left alone. */
    @ParameterizedTest
    @CsvSource({
        "ReservationExpiredRule, ReservationSource",
        "PaymentEventRule, PaymentSource",
        "PaymentStatusRule, PaymentSource"
    })
    void takesEventsOfTheirOwnProducerAlone(String rule, String source) {
        JsonNode pattern = TEMPLATE.resource(rule).at("/Properties/EventPattern");

        assertThat(pattern.at("/source/0/Ref").asString()).isEqualTo(source);
        assertThat(pattern.path("source").size()).isOne();
        assertThat(pattern.at("/account/0/Ref").asString()).isEqualTo("AWS::AccountId");
    }

    /** Source and detail-type of an event are free text: only the publishers' own policies make them true. */
    @ParameterizedTest
    @CsvSource({"ReservationApiPolicy, ReservationSource", "PaymentEventsPolicy, PaymentSource"})
    void letsAProducerSpeakUnderItsOwnNameAlone(String policy, String source) {
        assertThat(TEMPLATE.resource(policy)
                        .at("/Properties/PolicyDocument/Statement")
                        .valueStream()
                        .filter(statement ->
                                statement.path("Action").asString("").equals("events:PutEvents")))
                .singleElement()
                .satisfies(statement -> {
                    JsonNode condition = statement.path("Condition");
                    assertThat(condition
                                    .at("/ForAllValues:StringEquals/events:source/Ref")
                                    .asString())
                            .isEqualTo(source);
                    assertThat(condition.at("/Null/events:source").asString()).isEqualTo("false");
                });
    }

    @Test
    void letsTheReservationApiPassTheSchedulersRoleToTheSchedulerAlone() {
        assertThat(TEMPLATE.allowedByPolicy("ReservationApiPolicy", "SchedulerRole"))
                .containsExactly("iam:PassRole");
        assertThat(TEMPLATE.resource("ReservationApiPolicy")
                        .at("/Properties/PolicyDocument/Statement")
                        .valueStream()
                        .filter(statement ->
                                statement.path("Action").asString("").equals("iam:PassRole")))
                .singleElement()
                .satisfies(statement -> assertThat(statement
                                .at("/Condition/StringEquals/iam:PassedToService")
                                .asString())
                        .isEqualTo("scheduler.amazonaws.com"));
    }

    /** Rules and groups of schedules have names of 64 characters at most, queues of 80. */
    @Test
    void makesNoNameThatIsTooLong() {
        String pattern =
                TEMPLATE.tree().at("/Parameters/QueueName/AllowedPattern").asString();
        int longest = Integer.parseInt(pattern.substring(pattern.lastIndexOf(',') + 1, pattern.lastIndexOf('}')));
        List<String> names = new ArrayList<>();
        for (String resource : TEMPLATE.names("Resources")) {
            String name =
                    TEMPLATE.resource(resource).at("/Properties/Name/Fn::Sub").asString("");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }

        assertThat(names)
                .hasSize(4)
                .allSatisfy(name -> assertThat(longest + name.length() - "${QueueName}".length())
                        .isLessThanOrEqualTo(64));
    }

    /** A run of another environment, repository or provider gets no token. */
    @Test
    void trustsOneEnvironmentOfOneRepository() {
        CloudFormationTemplate access = CloudFormationTemplate.read(FILE.resolveSibling("deploy-access.yaml"));
        JsonNode condition = access.resource("DeployerRole")
                .at("/Properties/AssumeRolePolicyDocument/Statement/0/Condition/StringEquals");

        assertThat(condition
                        .path("token.actions.githubusercontent.com:sub")
                        .path("Fn::Sub")
                        .asString())
                .isEqualTo("repo:${Repository}:environment:${Environment}");
        assertThat(condition.path("token.actions.githubusercontent.com:aud").asString())
                .isEqualTo("sts.amazonaws.com");
    }

    /** A cache that nodes may pull from and not fill answers the first pull of each version with a refusal. */
    @Test
    void letsNodesFillTheCacheOfTheImage() {
        CloudFormationTemplate cache = CloudFormationTemplate.read(FILE.resolveSibling("image-cache.yaml"));
        JsonNode repository = cache.resource("Repository").path("Properties");
        JsonNode statement = repository.at("/RepositoryPolicyText/Statement/0");

        // Made by the stack: a first pull would need the right to make it.
        assertThat(repository.at("/RepositoryName/Fn::Sub").asString()).isEqualTo("${Prefix}/${Image}");
        assertThat(cache.tree().at("/Parameters/Image/Default").asString())
                .isEqualTo("traffic-tacos/reservation-worker");
        assertThat(statement.at("/Principal/AWS/Ref").asString()).isEqualTo("NodeRoleArns");
        assertThat(statement.path("Action")).extracting(JsonNode::asString).contains("ecr:BatchImportUpstreamImage");
        assertThat(cache.tree().at("/Outputs/ImageName/Value/Fn::Sub").asString())
                .endsWith("/${Repository}");
    }

    @Test
    void keepsDeadLettersLongerThanMessages() {
        assertThat(number("DeadLetterQueue", "MessageRetentionPeriod"))
                .isEqualTo(14 * 24 * 3600)
                .isGreaterThan(number("Queue", "MessageRetentionPeriod"));
    }

    /**
     * The worker gives up after six deliveries of its own counting; the policy must stay far behind that, and behind the
     * receives of the longest outage, which {@code DispositionPolicyTest} counts with the same figure.
     */
    @Test
    void leavesDeadLetteringToTheWorker() {
        assertThat(Integer.parseInt(TEMPLATE.resource("Queue")
                        .at("/Properties/RedrivePolicy/maxReceiveCount")
                        .asString()))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"QueuePolicy, Queue", "DeadLetterQueuePolicy, DeadLetterQueue"})
    void opensTheQueuesToTheRulesAloneAndToNobodyWithoutTls(String policy, String queue) {
        List<JsonNode> statements = TEMPLATE.resource(policy)
                .at("/Properties/PolicyDocument/Statement")
                .valueStream()
                .toList();

        assertThat(statements).hasSize(2);
        assertThat(TEMPLATE.allowedByPolicy(policy, queue)).containsExactly("sqs:SendMessage");
        assertThat(statements.getFirst().at("/Principal/Service").asString()).isEqualTo("events.amazonaws.com");
        assertThat(statements.getFirst().at("/Condition/ArnEquals/aws:SourceArn"))
                .extracting(arn -> arn.at("/Fn::GetAtt/0").asString())
                .containsExactly("ReservationExpiredRule", "PaymentEventRule", "PaymentStatusRule");
        assertThat(statements.getLast().path("Effect").asString()).isEqualTo("Deny");
        assertThat(statements
                        .getLast()
                        .at("/Condition/Bool")
                        .path("aws:SecureTransport")
                        .asString())
                .isEqualTo("false");
    }

    @Test
    void grantsNoWildcard() {
        List<String> actions = new ArrayList<>();
        for (String name : TEMPLATE.names("Resources")) {
            JsonNode properties = TEMPLATE.resource(name).path("Properties");
            Stream.concat(
                            Stream.of(properties.path("PolicyDocument")),
                            properties.path("Policies").valueStream().map(policy -> policy.path("PolicyDocument")))
                    .flatMap(document -> document.path("Statement").valueStream())
                    .filter(statement -> statement.path("Effect").asString().equals("Allow"))
                    .flatMap(statement -> CloudFormationTemplate.elements(statement.path("Action")))
                    .forEach(action -> actions.add(action.asString()));
        }

        assertThat(actions).isNotEmpty().noneMatch(action -> action.contains("*"));
    }

    @Test
    void keepsTheDeadLettersOutOfTheWorkersReach() {
        assertThat(TEMPLATE.allowedByRole("WorkerRole", "DeadLetterQueue"))
                .doesNotContain("sqs:ReceiveMessage", "sqs:DeleteMessage");
        assertThat(TEMPLATE.tree()
                        .at("/Parameters/AllowDeadLetterRedrive/Default")
                        .asString())
                .isEqualTo("false");
        assertThat(TEMPLATE.resource("RedrivePolicy")
                        .at("/Properties/Roles/Fn::If/0")
                        .asString())
                .isEqualTo("RedrivesItself");
    }

    /** The tag that the worker reads and writes, and no other. */
    @Test
    void letsTheFleetBePausedByOneTagAlone() {
        JsonNode statements = TEMPLATE.resource("FleetPausePolicy").at("/Properties/PolicyDocument/Statement");

        assertThat(TEMPLATE.allowedByRole("WorkerRole", "Queue"))
                .contains("sqs:ListQueueTags")
                .doesNotContain("sqs:TagQueue");
        assertThat(TEMPLATE.allowedByPolicy("FleetPausePolicy", "Queue"))
                .containsExactly("sqs:ListQueueTags", "sqs:TagQueue");
        assertThat(statements.valueStream())
                .filteredOn(statement -> statement.path("Action").asString("").equals("sqs:TagQueue"))
                .singleElement()
                .satisfies(statement -> {
                    JsonNode condition = statement.path("Condition");
                    assertThat(condition.path("ForAllValues:StringEquals").path("aws:TagKeys"))
                            .extracting(JsonNode::asString)
                            .containsExactly("reservation-worker:fleet");
                    assertThat(condition.path("Null").path("aws:TagKeys").asString())
                            .isEqualTo("false");
                });
    }

    private static int number(String resource, String property) {
        return Integer.parseInt(
                TEMPLATE.resource(resource).path("Properties").path(property).asString());
    }

    /** Names that are referred to and that nothing has. */
    private static Set<String> dangling(CloudFormationTemplate template) {
        Set<String> known = new TreeSet<>(template.names("Parameters"));
        known.addAll(template.names("Resources"));
        Set<String> dangling = new TreeSet<>(references(template));
        dangling.removeIf(name -> known.contains(name) || name.startsWith("AWS::"));
        Set<String> conditions = new TreeSet<>(conditions(template));
        conditions.removeAll(template.names("Conditions"));
        dangling.addAll(conditions);
        return dangling;
    }

    private static List<String> references(CloudFormationTemplate template) {
        List<String> names = new ArrayList<>();
        for (Call call : CloudFormationTemplate.calls(template.tree())) {
            switch (call.function()) {
                case "Ref" -> names.add(call.argument().asString());
                case "Fn::GetAtt" -> names.add(call.argument().path(0).asString());
                case "Fn::Sub" ->
                    IN_TEXT.matcher(call.argument().asString())
                            .results()
                            .map(match -> match.group(1).split("\\.", 2)[0])
                            .forEach(names::add);
                default -> {
                    // If, Equals, Not: their operands are looked at by themselves.
                }
            }
        }
        return names;
    }

    private static List<String> conditions(CloudFormationTemplate template) {
        List<String> names = new ArrayList<>();
        for (Call call : CloudFormationTemplate.calls(template.tree())) {
            if (call.function().equals("Fn::If")) {
                names.add(call.argument().path(0).asString());
            }
        }
        for (String resource : template.names("Resources")) {
            String condition = template.resource(resource).path("Condition").asString("");
            if (!condition.isEmpty()) {
                names.add(condition);
            }
        }
        return names;
    }
}
