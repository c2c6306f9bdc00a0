package com.traffictacos.reservation.worker.endtoend;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

/**
 * What operators can do from outside, and what nobody can do without the token. One worker serves all topics, one after the
 * other: later ones change what earlier ones look at.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class OperatorIT {

    static final String TOKEN = OperatorToken.VALUE;
    static final int DEAD_LETTERS = 40;

    static final int GRPC_PORT = WorkerInstall.freePort();

    static WorkerFixture fixture;
    static AdminClient operator;
    static ReflectionClient grpc;

    @BeforeAll
    static void start() {
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(DEAD_LETTERS);
        world.generator()
                .send(
                        new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES, ReservationScript.IS_PAID), 71),
                        20);
        fixture = WorkerFixture.open(
                "operator",
                world,
                Map.of(
                        "ADMIN_TOKEN",
                        TOKEN,
                        "CONSOLE_ENABLED",
                        "true",
                        "GRPC_DEBUG_PORT",
                        Integer.toString(GRPC_PORT)));
        operator = new AdminClient(fixture.worker().http(), TOKEN);
        grpc = new ReflectionClient(GRPC_PORT);
        fixture.awaitEmptyQueue(Duration.ofMinutes(1));
    }

    @AfterAll
    static void close() {
        grpc.close();
        operator.close();
        fixture.close();
    }

    @Nested
    @Order(1)
    class Access extends OperatorAccess {}

    @Nested
    @Order(2)
    class Figures extends OperatorFigures {}

    @Nested
    @Order(3)
    class DeadLetters extends OperatorDeadLetters {}

    @Nested
    @Order(4)
    class Reservations extends OperatorReservations {}

    @Nested
    @Order(4)
    class Events extends OperatorEvents {}

    @Nested
    @Order(5)
    class Polling extends OperatorPolling {}

    @Nested
    @Order(6)
    class Document extends OperatorDocument {}

    @Nested
    @Order(7)
    class Drain extends OperatorDrain {}
}
