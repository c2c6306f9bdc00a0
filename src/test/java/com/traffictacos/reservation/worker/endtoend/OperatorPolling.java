package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.TOKEN;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffic_tacos.worker.v1.AuditServiceGrpc;
import com.traffic_tacos.worker.v1.Change;
import com.traffic_tacos.worker.v1.InWork;
import com.traffic_tacos.worker.v1.ListChangesRequest;
import com.traffic_tacos.worker.v1.ListInWorkRequest;
import com.traffic_tacos.worker.v1.PauseRequest;
import com.traffic_tacos.worker.v1.PollingState;
import com.traffic_tacos.worker.v1.ResumeRequest;
import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Polling, and what is in flight. */
abstract class OperatorPolling extends OperatorTopic {

    @Test
    void pausesAndGoesOn() {
        assertThat(operator.post("/admin/polling/pause", "", 200).getBoolean("paused"))
                .isTrue();
        // A receive that was under way may still bring what comes now.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            fixture.world().generator().sendBody("{}");
            return fixture.world().depth().waiting() >= 2;
        });
        assertThat(operator.get("/admin/status").getJsonObject("polling").getBoolean("paused"))
                .isTrue();
        assertThat(polling().listInWork(ListInWorkRequest.getDefaultInstance()).getPolling())
                .returns(true, PollingState::getPaused);

        assertThat(operator.post("/admin/polling/resume", "", 200).getBoolean("paused"))
                .isFalse();
        fixture.awaitEmptyQueue(Duration.ofSeconds(30));
        assertThat(polling().pause(PauseRequest.getDefaultInstance()).getPaused())
                .isTrue();
        assertThat(operator.get("/admin/status").getJsonObject("polling").getBoolean("paused"))
                .isTrue();
        assertThat(polling().resume(ResumeRequest.getDefaultInstance()).getPaused())
                .isFalse();
        assertThat(fixture.worker().logLines())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"operator\":\"alice\"", "\"remote\":\"127.0.0.1\"", "\"action\":\"pause\""));
        List<String> byHttp = operator.get("/admin/audit").getJsonArray("changes").stream()
                .map(change -> change.asJsonObject().getString("action"))
                .toList();
        assertThat(byHttp).startsWith("resume", "pause", "resume", "pause");
        assertThat(asOperator(AuditServiceGrpc.newBlockingStub(grpc.channel()))
                        .listChanges(ListChangesRequest.getDefaultInstance())
                        .getChangesList())
                .extracting(Change::getAction)
                .isEqualTo(byHttp);
    }

    @Test
    void listsWhatIsInFlight() {
        fixture.world().inventory().conditions().setLatency(Duration.ofMillis(200));
        fixture.world().generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 72), 100);

        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(operator.get("/admin/in-work").getJsonArray("in_work"))
                        .isNotEmpty()
                        .allSatisfy(delivery -> assertThat(delivery.asJsonObject())
                                .containsKeys(
                                        "message_id",
                                        "type",
                                        "reservation_id",
                                        "step",
                                        "attempt",
                                        "age_seconds",
                                        "lease_left_seconds")));
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(polling()
                                .listInWork(ListInWorkRequest.getDefaultInstance())
                                .getInWorkList())
                        .anySatisfy(delivery -> assertThat(delivery)
                                .returns("expired", InWork::getType)
                                .returns("release_seats", InWork::getStep)
                                .returns(1, InWork::getAttempt)
                                .satisfies(seen ->
                                        assertThat(seen.getReservationId()).isNotBlank())
                                .satisfies(seen ->
                                        assertThat(seen.getLeaseLeftSeconds()).isPositive())));
        fixture.world().inventory().conditions().setLatency(Duration.ZERO);
        fixture.awaitEmptyQueue(Duration.ofSeconds(30));
    }

    /** Whose bodies never come: each call that works holds a thread of the server's for as long as it waits. */
    @Test
    void turnsAwayCallsTooManyAndGoesOnWithEvents() {
        List<OpenCall> open = IntStream.range(0, 80)
                .mapToObj(i -> OpenCall.begin(fixture.worker().http(), "/admin/polling/resume", TOKEN))
                .toList();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> open.stream().filter(OpenCall::isAnswered).count() == 80 - OperatorCalls.MAX_CALLS);
            fixture.world().generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 73), 100);
            fixture.awaitEmptyQueue(Duration.ofSeconds(30));

            assertThat(open.stream().filter(OpenCall::isAnswered))
                    .hasSize(80 - OperatorCalls.MAX_CALLS)
                    .allSatisfy(
                            call -> assertThat(call.answer()).contains(" 429 ", "Retry-After: 1", "too_many_calls"));
            List<OpenCall> working =
                    open.stream().filter(call -> !call.isAnswered()).toList();
            working.forEach(call -> call.finish("{}"));
            await().atMost(Duration.ofSeconds(30)).until(() -> working.stream().allMatch(OpenCall::isAnswered));
            assertThat(working).allSatisfy(call -> assertThat(call.answer()).contains(" 200 "));
        } finally {
            open.forEach(OpenCall::close);
        }
        assertThat(operator.get("/admin/jobs").getJsonArray("jobs")).isNotNull();
    }
}
