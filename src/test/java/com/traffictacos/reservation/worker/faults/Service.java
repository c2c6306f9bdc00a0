package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.CallJournal;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.ServiceCall;
import com.traffictacos.reservation.worker.sandbox.ServiceConditions;

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

    /** When it was called, as far as it was there to see it. */
    Timeline calls(SandboxWorld world) {
        return Timeline.of(journal(world).calls(), ServiceCall::at);
    }
}
