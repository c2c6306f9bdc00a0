package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.worker.UnexpectedFailures.Place;
import java.time.Duration;
import java.util.Optional;

/** One delivery on one thread of the event pool. The permit and the lease come back in any case. */
final class DeliveryTask {

    private final EventProcessor processor;
    private final Settler settler;
    private final Leases leases;
    private final Intake intake;
    private final InHand inHand;
    private final UnexpectedFailures failures;

    DeliveryTask(
            EventProcessor processor,
            Settler settler,
            Leases leases,
            Intake intake,
            InHand inHand,
            UnexpectedFailures failures) {
        this.processor = processor;
        this.settler = settler;
        this.leases = leases;
        this.intake = intake;
        this.inHand = inHand;
        this.failures = failures;
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
            Optional<Settlement> processed = process();
            if (!inHand.claimSettling()) {
                return Optional.empty();
            }
            Settlement settlement = processed
                    .map(known -> known.of(inHand.message()))
                    .orElseGet(() -> left("the worker failed unexpectedly"));
            if (processed.isEmpty() || (!isDone(settlement) && inHand.isLeaseOver())) {
                // Another worker may have the message by now. A visibility change or a dead letter would meddle with
                // its delivery;
                // what is still this worker's comes back by itself. A delete does no harm: the work is done.
                settler.leave(settlement);
                return Optional.of(new Disposition.RetryAfter(Duration.ZERO));
            }
            if (!isDone(settlement)) {
                inHand.awaitRenewal();
            }
            settler.settle(settlement);
            return Optional.of(settlement.disposition());
        } finally {
            end();
        }
    }

    private Optional<Settlement> process() {
        try {
            return Optional.of(processor.process(inHand.message(), inHand.delivery()));
        } catch (Throwable failure) {
            failures.record(Place.PROCESS, failure);
            return Optional.empty();
        }
    }

    private Settlement left(String why) {
        return Settlement.untouched(inHand.message(), new Disposition.RetryAfter(Duration.ZERO), Optional.of(why));
    }

    private static boolean isDone(Settlement settlement) {
        return settlement.disposition() instanceof Disposition.Acknowledge;
    }

    /** Hands the message back instead, unless it was handed back before. */
    void giveUp(Disposition disposition, String why) {
        if (!inHand.claimIfWaiting()) {
            return;
        }
        try {
            processor.untried(inHand.message());
            Settlement settlement = Settlement.untouched(inHand.message(), disposition, Optional.of(why));
            if (inHand.isLeaseOver()) {
                settler.leave(settlement);
            } else {
                inHand.awaitRenewal();
                settler.settle(settlement);
            }
        } finally {
            end();
        }
    }

    private void end() {
        boolean last = false;
        try {
            last = leases.end(inHand);
        } finally {
            intake.ended(inHand);
        }
        if (last) {
            // Nobody is on the way who could join the batch.
            settler.hurry();
        }
    }
}
