package com.traffictacos.reservation.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.CallObserver.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallObserverTest {

    private final List<Result> recorded = new ArrayList<>();
    private final CallObserver observer = (operation, result, took) -> {
        assertThat(operation).isEqualTo(ServiceCall.RELEASE_HOLD);
        assertThat(took).isGreaterThanOrEqualTo(Duration.ZERO);
        recorded.add(result);
    };

    @Test
    void tellsOfACallThatWasAnswered() {
        assertThat(observer.observe(ServiceCall.RELEASE_HOLD, () -> "answer")).isEqualTo("answer");
        assertThat(recorded).containsExactly(Result.SUCCESS);
    }

    static Stream<Arguments> verdicts() {
        return Stream.of(
                Arguments.of(new PermanentFailure(FailureReason.INVENTORY_REJECTED, "no"), Result.REJECTED),
                Arguments.of(new TransientFailure(Dependency.INVENTORY, "later"), Result.TRANSIENT),
                Arguments.of(new Throttled(Dependency.INVENTORY, "patience", Duration.ofSeconds(1)), Result.THROTTLED),
                Arguments.of(new DependencyUnavailable(Dependency.INVENTORY, "away", null), Result.UNREACHABLE));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void tellsOfACallThatFailedByItsVerdict(EventFailure verdict, Result result) {
        assertThatThrownBy(() -> observer.observe(ServiceCall.RELEASE_HOLD, () -> {
                    throw verdict;
                }))
                .isSameAs(verdict);
        assertThat(recorded).containsExactly(result);
    }

    @Test
    void tellsTheCauseOfAFailureAndOfABugOnlyItsType() {
        List<String> causes = new ArrayList<>();
        CallObserver listener = new CallObserver() {
            @Override
            public void called(ServiceCall operation, Result result, Duration took) {
                // Only causes matter here.
            }

            @Override
            public void failed(ServiceCall operation, Result result, String detail) {
                causes.add(result.label() + " " + detail);
            }
        };

        assertThat(listener.observe(ServiceCall.RELEASE_HOLD, () -> "answer")).isEqualTo("answer");
        for (RuntimeException failure : List.of(
                new TransientFailure(Dependency.INVENTORY, "answered UNAVAILABLE"),
                new IllegalStateException("may quote a body"))) {
            assertThatThrownBy(() -> listener.observe(ServiceCall.RELEASE_HOLD, () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }

        assertThat(causes)
                .containsExactly("transient inventory: answered UNAVAILABLE", "unexpected IllegalStateException");
    }

    @Test
    void tellsOfABugToo() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> observer.observe(ServiceCall.RELEASE_HOLD, () -> {
                    throw new IllegalStateException("bug");
                }));
        assertThat(recorded).containsExactly(Result.UNEXPECTED);
    }
}
