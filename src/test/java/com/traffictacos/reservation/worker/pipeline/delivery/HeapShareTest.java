package com.traffictacos.reservation.worker.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import org.junit.jupiter.api.Test;

class HeapShareTest {

    private static final long MIB = 1024 * 1024;

    @Test
    void leavesToBodiesWhatServerAndPoolDoNotNeed() {
        assertThat(new HeapShare(128 * MIB, 20).forBodies()).isBetween(54 * MIB, 58 * MIB);
        assertThat(new HeapShare(128 * MIB, 200).forBodies()).isBetween(45 * MIB, 49 * MIB);
    }

    /** Every receive of the default pool may return bodies of the largest size. */
    @Test
    void hasRoomForTheDefaultPoolsLargestReceives() throws InterruptedException {
        ReceiveBudget budget = new ReceiveBudget(new HeapShare(125 * MIB, 20));
        assertThat(budget.reserve(10).messages()).isEqualTo(10);
        assertThat(budget.reserve(10).messages()).isEqualTo(10);
    }

    @Test
    void findsAPoolTightThatTheHeapCannotKeepBusy() {
        assertThat(new HeapShare(128 * MIB, 500).isTight()).isFalse();
        assertThat(new HeapShare(128 * MIB, 1_000).isTight()).isTrue();
        assertThat(new HeapShare(192 * MIB, 1_000).isTight()).isFalse();
    }

    @Test
    void refusesAHeapThatAllowsForNoWork() {
        assertThatExceptionOfType(StartConditionException.class)
                .isThrownBy(() -> new HeapShare(96 * MIB, 1_000).await())
                .withMessageContaining("WORKER_CONCURRENCY=1000 needs a heap of 123 MB at least")
                .satisfies(unmet -> assertThat(unmet.remedy()).contains("-Xmx to", "lower WORKER_CONCURRENCY"));
    }
}
