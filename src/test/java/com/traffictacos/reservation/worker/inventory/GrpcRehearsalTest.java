package com.traffictacos.reservation.worker.inventory;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class GrpcRehearsalTest {

    @Test
    void reachesItsStandInAndUnderstandsItsAnswers() {
        assertThatCode(() -> new GrpcRehearsal().rehearse(Runnable::run)).doesNotThrowAnyException();
    }
}
