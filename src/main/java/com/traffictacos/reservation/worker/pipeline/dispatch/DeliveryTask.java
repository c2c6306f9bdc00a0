package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessage;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import com.traffictacos.reservation.worker.pipeline.process.EventProcessor;
import com.traffictacos.reservation.worker.pipeline.settle.Settler;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import java.time.Duration;
import java.util.Optional;

/** One delivery on one thread of the event pool. The permit is released and the lease ends in every case. */
final class DeliveryTask {

    private final EventProcessor processor;
    private final Settler settler;
    private final InFlightMessages leases;
    private final PermitGrants intake;
    private final InFlightMessage inHand;
    private final UnexpectedFailures failures;

    DeliveryTask(
            EventProcessor processor,
            Settler settler,
            InFlightMessages leases,
            PermitGrants intake,
            InFlightMessage inHand,
            UnexpectedFailures failures) {
        this.processor = processor;
        this.settler = settler;
        this.leases = leases;
        this.intake = intake;
        this.inHand = inHand;
        this.failures = failures;
    }

    /**
     * Processes the delivery.
     *
     * @return its disposition; empty if the worker has released the delivery before
     */
    Optional<Disposition> run() {
        if (!inHand.start()) {
            return Optional.empty();
        }
        try {
            Optional<DeliveryResult> processed = process();
            if (!inHand.claimSettling()) {
                return Optional.empty();
            }
            DeliveryResult settlement = processed
                    .map(known -> known.of(inHand.message()))
                    .orElseGet(() -> left("the worker failed unexpectedly"));
            if (processed.isEmpty() || (!isDone(settlement) && inHand.isLeaseOver())) {
                // Another worker may have the message by now. A visibility change or a dead letter would interfere with
                // that delivery. If the message still belongs to this worker, it becomes visible again by itself. A
                // delete is safe because the work is done.
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

    private Optional<DeliveryResult> process() {
        try {
            return Optional.of(processor.process(inHand.message(), inHand.delivery()));
        } catch (Throwable failure) {
            failures.record(Place.PROCESS, failure);
            return Optional.empty();
        }
    }

    private DeliveryResult left(String why) {
        return DeliveryResult.untouched(inHand.message(), new Disposition.RetryAfter(Duration.ZERO), Optional.of(why));
    }

    private static boolean isDone(DeliveryResult settlement) {
        return settlement.disposition() instanceof Disposition.Acknowledge;
    }

    /** Returns the message to the queue instead of processing it, unless it was returned before. */
    void giveUp(Disposition disposition, String why) {
        if (!inHand.claimIfWaiting()) {
            return;
        }
        try {
            processor.untried(inHand.message());
            DeliveryResult settlement = DeliveryResult.untouched(inHand.message(), disposition, Optional.of(why));
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
            // No further delivery can join the batch.
            settler.hurry();
        }
    }
}
