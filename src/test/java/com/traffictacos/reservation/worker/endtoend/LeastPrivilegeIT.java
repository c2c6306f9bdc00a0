package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffic_tacos.worker.v1.DeadLetterServiceGrpc;
import com.traffic_tacos.worker.v1.DiscardRequest;
import com.traffic_tacos.worker.v1.FleetServiceGrpc;
import com.traffic_tacos.worker.v1.GetJobRequest;
import com.traffic_tacos.worker.v1.Job;
import com.traffic_tacos.worker.v1.JobState;
import com.traffic_tacos.worker.v1.ListRequest;
import com.traffic_tacos.worker.v1.ListResponse;
import com.traffic_tacos.worker.v1.PauseFleetRequest;
import com.traffic_tacos.worker.v1.RedriveRequest;
import com.traffic_tacos.worker.v1.ResumeFleetRequest;
import com.traffic_tacos.worker.v1.Selection;
import com.traffic_tacos.worker.v1.ShowRequest;
import com.traffictacos.reservation.worker.deploy.CloudFormationTemplate;
import com.traffictacos.reservation.worker.fixture.BrokenBody;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
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
    private static final String QUEUE = "reservation-events";
    private static final String DEAD_LETTERS = "reservation-events-dlq";
    private static final String TOKEN = OperatorToken.VALUE;

    @Test
    void callsWhatTheRoleAllows() {
        CloudFormationTemplate template = CloudFormationTemplate.read(Path.of("deploy/aws/queues.yaml"));
        Set<String> onQueue = template.allowedByRole("WorkerRole", "Queue");
        Set<String> onDeadLetters = template.allowedByRole("WorkerRole", "DeadLetterQueue");

        Map<String, Set<String>> called = run();

        assertThat(called).containsOnlyKeys(QUEUE, DEAD_LETTERS);
        assertThat(called.get(QUEUE)).isEqualTo(onQueue);
        assertThat(called.get(DEAD_LETTERS)).isEqualTo(onDeadLetters);
    }

    /** The console is off, as in production: operators come by gRPC. */
    @Test
    void callsForItsOperatorsWhatTheRedrivePolicyAllows() {
        CloudFormationTemplate template = CloudFormationTemplate.read(Path.of("deploy/aws/queues.yaml"));
        Set<String> forEvents = template.allowedByRole("WorkerRole", "Queue");
        Set<String> forOperators = union(
                template.allowedByPolicy("RedrivePolicy", "Queue"),
                template.allowedByPolicy("FleetPausePolicy", "Queue"));
        Set<String> onDeadLetters = template.allowedByPolicy("RedrivePolicy", "DeadLetterQueue");

        Map<String, Set<String>> called = operate();

        assertThat(called).containsOnlyKeys(QUEUE, DEAD_LETTERS);
        assertThat(called.get(QUEUE)).containsAll(forOperators).isSubsetOf(union(forEvents, forOperators));
        assertThat(called.get(DEAD_LETTERS)).isEqualTo(onDeadLetters);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    /** Looks at dead letters, redrives one kind and discards another. */
    private static Map<String, Set<String>> operate() {
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(8);
        String port = Integer.toString(WorkerInstall.freePort());
        Map<String, String> settings = Map.of("ADMIN_TOKEN", TOKEN, "GRPC_DEBUG_PORT", port);
        try (WorkerFixture fixture = WorkerFixture.open("least-privilege-operator", world, settings);
                AdminClient http = new AdminClient(fixture.worker().http(), TOKEN);
                ReflectionClient grpc = new ReflectionClient(Integer.parseInt(port))) {
            assertThat(http.tryGet("/admin/status").status())
                    .as("the console is off")
                    .isEqualTo(404);
            DeadLetterServiceGrpc.DeadLetterServiceBlockingStub deadLetters = OperatorToken.with(
                    DeadLetterServiceGrpc.newBlockingStub(grpc.channel()).withWaitForReady());
            ListResponse broken = deadLetters.list(ListRequest.newBuilder()
                    .setSelection(Selection.newBuilder().addReasons(Poison.Kind.BROKEN.word()))
                    .build());
            assertThat(broken.getLettersList()).hasSize(2);
            String id = broken.getLetters(0).getId();
            assertThat(deadLetters
                            .show(ShowRequest.newBuilder().setId(id).build())
                            .getBody())
                    .isNotBlank();
            awaitEnd(
                    deadLetters,
                    deadLetters
                            .redrive(RedriveRequest.newBuilder()
                                    .setSelection(Selection.newBuilder().addReasons(Poison.Kind.OUTLASTED.word()))
                                    .setConfirm("redrive")
                                    .build())
                            .getJob());
            awaitEnd(
                    deadLetters,
                    deadLetters.discard(DiscardRequest.newBuilder()
                            .addIds(id)
                            .setConfirm("discard")
                            .build()));
            FleetServiceGrpc.FleetServiceBlockingStub fleet =
                    OperatorToken.with(FleetServiceGrpc.newBlockingStub(grpc.channel()));
            assertThat(fleet.pause(PauseFleetRequest.getDefaultInstance()).getPaused())
                    .isTrue();
            assertThat(fleet.resume(ResumeFleetRequest.getDefaultInstance()).getPaused())
                    .isFalse();
            fixture.awaitEmptyQueue(Duration.ofMinutes(1));
            assertThat(world.deadLetterDepth().total()).isEqualTo(8 - 2 - 1);
            return called(world);
        }
    }

    private static void awaitEnd(DeadLetterServiceGrpc.DeadLetterServiceBlockingStub deadLetters, Job job) {
        GetJobRequest request = GetJobRequest.newBuilder().setId(job.getId()).build();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(deadLetters.getJob(request).getState()).isEqualTo(JobState.JOB_STATE_DONE));
    }

    /** Settles, return and dead-letters; the names of the permissions that this took, by queue. */
    private static Map<String, Set<String>> run() {
        SandboxWorld world = SandboxWorld.start();
        world.inventory().conditions().setFailureShare(0.3);
        world.generator().send(new ReservationGenerator(EventMix.burst(), 41), EVENTS);
        world.generator().sendBody(BrokenBody.all().getFirst().body());
        try (WorkerFixture fixture = WorkerFixture.open("least-privilege", world, Map.of("MAX_RETRIES", "15"))) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(3));
            assertThat(fixture.counted("retried")).isPositive();
            assertThat(fixture.counted("invalid_payload")).isEqualTo(1);
            fixture.stopAndCheckBalance();
            return called(world);
        }
    }

    private static Map<String, Set<String>> called(SandboxWorld world) {
        return world.gateway().ledger().actionsByQueue().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> permissions(entry.getValue())));
    }

    /** Batch calls are allowed by the name of the single one. */
    private static Set<String> permissions(Set<String> actions) {
        return actions.stream()
                .map(action -> "sqs:" + action.replaceFirst("Batch$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
