package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.CallJournal;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.ServiceConditions;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service that the worker depends on. */
enum Service {
    INVENTORY("inventory") {
        @Override
        void goDown(SandboxWorld world) {
            world.inventory().goDown();
        }

        @Override
        void comeUp(SandboxWorld world) {
            world.inventory().comeUp();
        }

        @Override
        ServiceConditions conditions(SandboxWorld world) {
            return world.inventory().conditions();
        }

        @Override
        CallJournal journal(SandboxWorld world) {
            return world.inventory().journal();
        }
    },
    RESERVATION_API("reservation-api") {
        @Override
        void goDown(SandboxWorld world) {
            world.reservationApi().goDown();
        }

        @Override
        void comeUp(SandboxWorld world) {
            world.reservationApi().comeUp();
        }

        @Override
        ServiceConditions conditions(SandboxWorld world) {
            return world.reservationApi().conditions();
        }

        @Override
        CallJournal journal(SandboxWorld world) {
            return world.reservationApi().journal();
        }
    };

    private final String label;

    Service(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Closes the port: connections are refused. */
    abstract void goDown(SandboxWorld world);

    abstract void comeUp(SandboxWorld world);

    abstract ServiceConditions conditions(SandboxWorld world);

    abstract CallJournal journal(SandboxWorld world);

    /** The services that are not up, as the metric names them and then as readiness does. */
    static String heldUpBy(WorkerProcess worker) {
        String metrics = worker.get("/metrics").orElse("");
        String health = worker.get("/health/ready").orElse("").replace(" ", "");
        Stream<String> metered = Arrays.stream(values())
                .map(Service::label)
                .filter(label ->
                        WorkerMetricsText.sum(metrics, "worker_dependency_state", "dependency=\"" + label + "\"")
                                        .orElse(0.0)
                                > 0);
        Stream<String> recorded = Arrays.stream(values())
                .map(Service::label)
                .filter(label -> health.contains("\"" + label + "\":\"open\"")
                        || health.contains("\"" + label + "\":\"half_open\""));
        return Stream.concat(metered, recorded).collect(Collectors.joining(" "));
    }

    /** Adds whether the worker says of this service, and of no other, that it is not up. */
    void addHeldUp(ScenarioRun run, String heldUpBy) {
        String wanted = label + " " + label;
        run.add(new ScenarioFigure("held up by, in metric and health", heldUpBy, wanted, heldUpBy.equals(wanted)));
    }

    /** When it was called, as far as it was there to see it. */
    Timeline calls(SandboxWorld world) {
        return Timeline.of(journal(world).calls(), AnsweredCall::at);
    }
}
