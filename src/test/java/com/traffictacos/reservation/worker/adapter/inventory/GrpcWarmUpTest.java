package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class GrpcWarmUpTest {

    @Test
    void reachesItsStandInAndUnderstandsItsAnswers() {
        assertThatCode(() -> new GrpcWarmUp().warmUp(Runnable::run)).doesNotThrowAnyException();
    }
}
