package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.deploy.CloudFormationTemplate;
import com.traffictacos.reservation.worker.fixture.BrokenBody;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.StoryTeller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The role in {@code deploy/aws} allows what the worker calls, and nothing that it does not call. */
class LeastPrivilegeIT {

    private static final int EVENTS = 100;

    @Test
    void callsWhatTheRoleAllows() {
        CloudFormationTemplate template = CloudFormationTemplate.read(Path.of("deploy/aws/queues.yaml"));
        Set<String> onQueue = template.allowedByRole("WorkerRole", "Queue");
        Set<String> onDeadLetters = template.allowedByRole("WorkerRole", "DeadLetterQueue");

        Map<String, Set<String>> called = run();

        assertThat(called).containsOnlyKeys("reservation-events", "reservation-events-dlq");
        assertThat(called.get("reservation-events")).isEqualTo(onQueue);
        assertThat(called.get("reservation-events-dlq")).isEqualTo(onDeadLetters);
    }

    /** Settles, hands back and dead-letters; the names of the permissions that this took, by queue. */
    private static Map<String, Set<String>> run() {
        SandboxWorld world = SandboxWorld.start();
        world.inventory().conditions().setFailureShare(0.3);
        world.generator().send(new StoryTeller(EventMix.burst(), 41), EVENTS);
        world.generator().sendBody(BrokenBody.all().getFirst().body());
        try (Stage stage = Stage.open("least-privilege", world, Map.of("MAX_RETRIES", "15"))) {
            stage.awaitEmptyQueue(Duration.ofMinutes(3));
            assertThat(stage.counted("retried")).isPositive();
            assertThat(stage.counted("invalid_payload")).isEqualTo(1);
            stage.stopAndCheckBalance();
            return world.gateway().ledger().actionsByQueue().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> permissions(entry.getValue())));
        }
    }

    /** Batch calls are allowed by the name of the single one. */
    private static Set<String> permissions(Set<String> actions) {
        return actions.stream()
                .map(action -> "sqs:" + action.replaceFirst("Batch$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
