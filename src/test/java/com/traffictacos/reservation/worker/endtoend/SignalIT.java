package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGTERM at every moment of a start, and twice in a drain: the process ends soon and by itself, and no message is left
 * invisible. The moments are lines of the log.
 */
class SignalIT {

    private static final Duration START = Duration.ofMinutes(1);

    /** Less than {@code terminationGracePeriodSeconds} leaves; the server alone may take 30 s to quiesce. */
    private static final Duration END = Duration.ofSeconds(40);

    /** Far below the visibility timeout of 60 s. */
    private static final Duration VISIBLE_AGAIN = Duration.ofSeconds(5);

    private static final int SIGTERM = 143;
    private static final int EVENTS = 60;

    private SandboxWorld world;

    @BeforeEach
    void open() {
        world = SandboxWorld.start();
        world.generator()
                .send(
                        new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES, ReservationScript.IS_PAID), 25),
                        EVENTS);
        // Long enough that a signal finds events in flight.
        world.inventory().conditions().setLatency(Duration.ofMillis(300));
        world.reservationApi().conditions().setLatency(Duration.ofMillis(300));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Launching",
                // The kernel is up, the features are being installed.
                "CWWKF0007I",
                // The application starts, its beans are not made yet.
                "CWWKZ0018I",
                "the gRPC port is open",
                "CWWKZ0001I",
                "warmed up",
                "worker started",
                "event settled"
            })
    void endsSoonWheneverItIsToldTo(String line) {
        try (WorkerProcess worker = WorkerInstall.named("signal-in-start").start(settings())) {
            worker.awaitLine(line, START);
            worker.terminate();
            assertThatItEnds(worker);
        }
    }

    @Test
    void drainsAllTheSameWhenItIsToldTwice() {
        try (WorkerProcess worker = WorkerInstall.named("signal-twice").start(settings())) {
            worker.awaitLine("event settled", START);
            worker.terminate();
            worker.awaitLine("is stopping because the JVM is exiting", START);
            worker.terminate();
            assertThatItEnds(worker);
            assertThat(worker.logLines())
                    .anySatisfy(line -> assertThat(line).contains("\"unaccounted\":0", "\"in_hand\":0"));
        }
    }

    private void assertThatItEnds(WorkerProcess worker) {
        OptionalInt exit = worker.awaitExit(END);
        assertThat(exit).as("ends by itself; log: %s", worker.logLines()).hasValue(SIGTERM);
        await("messages that are visible again")
                .atMost(VISIBLE_AGAIN)
                .until(() -> world.depth().inFlight() == 0);
        assertThat(world.deadLetterDepth().total()).as("dead letters").isZero();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(world.settings());
        settings.put("INVENTORY_TIMEOUT_MS", "5000");
        settings.put("RESERVATION_TIMEOUT_MS", "5000");
        return settings;
    }
}
