package com.traffictacos.reservation.worker.pipeline.dispatch;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessage;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
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
    private final InFlightMessages deliveries;
    private final InFlightMessage inFlight;
    private final UnexpectedFailures failures;

    DeliveryTask(
            EventProcessor processor,
            Settler settler,
            InFlightMessages deliveries,
            InFlightMessage inFlight,
            UnexpectedFailures failures) {
        this.processor = processor;
        this.settler = settler;
        this.deliveries = deliveries;
        this.inFlight = inFlight;
        this.failures = failures;
    }

    /**
     * Processes the delivery.
     *
     * @return its disposition; empty if the worker has released the delivery before
     */
    Optional<Disposition> run() {
        if (!inFlight.start()) {
            return Optional.empty();
        }
        try {
            inFlight.permit().processingBegins();
            Optional<DeliveryResult> processed = process();
            if (!inFlight.claimSettling()) {
                return Optional.empty();
            }
            DeliveryResult settlement = processed
                    .map(known -> known.of(inFlight.message()))
                    .orElseGet(() -> left("the worker failed unexpectedly"));
            if (processed.isEmpty() || (!isDone(settlement) && inFlight.isLeaseOver())) {
                // Another worker may have the message by now. A visibility change or a dead letter would interfere with
                // that delivery. If the message still belongs to this worker, it becomes visible again by itself. A
                // delete is safe because the work is done.
                settler.leave(settlement);
                return Optional.of(new Disposition.RetryAfter(Duration.ZERO));
            }
            if (!isDone(settlement)) {
                inFlight.awaitRenewal();
            }
            settler.settle(settlement);
            return Optional.of(settlement.disposition());
        } finally {
            end();
        }
    }

    private Optional<DeliveryResult> process() {
        try {
            return Optional.of(processor.process(inFlight.message(), inFlight.delivery()));
        } catch (Throwable failure) {
            failures.record(Place.PROCESS, failure);
            return Optional.empty();
        }
    }

    private DeliveryResult left(String why) {
        return DeliveryResult.untouched(
                inFlight.message(), new Disposition.RetryAfter(Duration.ZERO), Optional.of(why));
    }

    private static boolean isDone(DeliveryResult settlement) {
        return settlement.disposition() instanceof Disposition.Acknowledge;
    }

    /** Returns the message to the queue instead of processing it, unless it was returned before. */
    void release(Disposition disposition, String why) {
        if (!inFlight.claimIfWaiting()) {
            return;
        }
        try {
            processor.untried(inFlight.message());
            DeliveryResult settlement = DeliveryResult.untouched(inFlight.message(), disposition, Optional.of(why));
            if (inFlight.isLeaseOver()) {
                settler.leave(settlement);
            } else {
                inFlight.awaitRenewal();
                settler.settle(settlement);
            }
        } finally {
            end();
        }
    }

    private void end() {
        boolean last = false;
        try {
            last = deliveries.end(inFlight);
        } finally {
            inFlight.permit().release();
        }
        if (last) {
            // No further delivery can join the batch.
            settler.flushAsync();
        }
    }
}
