package com.traffictacos.reservation.worker.worker;

/** One delivery on one thread of the event pool. The permit and the lease come back in any case. */
final class DeliveryTask implements Runnable {

    private final EventProcessor processor;
    private final Settler settler;
    private final Leases leases;
    private final Permits permits;
    private final InHand inHand;

    DeliveryTask(EventProcessor processor, Settler settler, Leases leases, Permits permits, InHand inHand) {
        this.processor = processor;
        this.settler = settler;
        this.leases = leases;
        this.permits = permits;
        this.inHand = inHand;
    }

    @Override
    public void run() {
        try {
            Settlement settlement = processor.process(inHand.message(), inHand.delivery());
            if (inHand.claimSettling()) {
                settler.settle(settlement);
            }
        } finally {
            leases.end(inHand);
            permits.release(1);
        }
    }
}
