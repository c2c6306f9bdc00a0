package com.traffictacos.reservation.worker.worker;

import java.util.Optional;

/** One delivery on one thread of the event pool. The permit and the lease come back in any case. */
final class DeliveryTask {

    private final EventProcessor processor;
    private final Settler settler;
    private final Leases leases;
    private final Intake intake;
    private final InHand inHand;

    DeliveryTask(EventProcessor processor, Settler settler, Leases leases, Intake intake, InHand inHand) {
        this.processor = processor;
        this.settler = settler;
        this.leases = leases;
        this.intake = intake;
        this.inHand = inHand;
    }

    /**
     * Works on the delivery.
     *
     * @return what becomes of it; empty if the worker has given it up before
     */
    Optional<Disposition> run() {
        if (!inHand.start()) {
            return Optional.empty();
        }
        try {
            Settlement settlement = processor.process(inHand.message(), inHand.delivery());
            if (!inHand.claimSettling()) {
                return Optional.empty();
            }
            settler.settle(settlement.of(inHand.message()));
            return Optional.of(settlement.disposition());
        } finally {
            end();
        }
    }

    /** Hands the message back instead, unless it was handed back before. */
    void giveUp(Disposition disposition, String why) {
        if (inHand.claimIfWaiting()) {
            settler.settle(Settlement.untouched(inHand.message(), disposition, Optional.of(why)));
            end();
        }
    }

    private void end() {
        boolean last = leases.end(inHand);
        intake.ended(inHand);
        if (last) {
            // Nobody is on the way who could join the batch.
            settler.hurry();
        }
    }
}
