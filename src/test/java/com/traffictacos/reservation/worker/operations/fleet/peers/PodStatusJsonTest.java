package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodStatusJsonTest {

    @Test
    void readsWhatAWorkerWrites() {
        PodStatus status = Pods.status("a", "worker-a", 7);

        assertThat(PodStatusJson.parse(JsonResponse.text(status))).contains(status);
        PodStatus paused = Pods.paused("b", "worker-b");
        assertThat(PodStatusJson.parse(JsonResponse.text(paused))).contains(paused);
    }

    /** During a rollout one version asks the other. */
    @Test
    void bearsWhatItDoesNotKnowAndWhatIsNotThere() {
        assertThat(
                        PodStatusJson.parse(
                                "{\"instance\":\"a\",\"name\":\"w\",\"new\":[{}],\"events\":{\"success\":1,\"odd\":\"x\"},\"in_work\":\"x\"}"))
                .hasValueSatisfying(status -> {
                    assertThat(status.events()).containsOnlyKeys("success");
                    assertThat(status.inFlight()).isZero();
                    assertThat(status.startedAt()).isNull();
                });
    }

    /** It has said which permits are free, which is another number. */
    @Test
    void countsTheBusyWorkersOfAVersionThatDoesNotSayThem() {
        assertThat(PodStatusJson.parse(
                        "{\"instance\":\"a\",\"name\":\"w\",\"in_work\":24,\"permits\":20,\"permits_free\":8}"))
                .hasValueSatisfying(status -> assertThat(status.busy()).isEqualTo(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no", "{}", "[]", "{\"instance\":1,\"name\":\"w\"}", "{\"instance\":\"a\"}", "{\"instance\":"
            })
    void takesNothingElseForAWorker(String text) {
        assertThat(PodStatusJson.parse(text)).isEmpty();
    }
}
