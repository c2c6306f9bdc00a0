package com.traffictacos.reservation.worker.inventory;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.handling.Inventory;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the inventory adapter and its connection known to CDI. */
@Dependent
public class InventoryProducer {

    @Produces
    @Singleton
    InventoryChannel channel(Settings.InventoryService settings) {
        return new InventoryChannel(settings);
    }

    void close(@Disposes InventoryChannel channel) {
        channel.close();
    }

    @Produces
    @Singleton
    Inventory inventory(InventoryChannel channel, InventoryCircuit circuit) {
        return new GrpcInventory(channel, circuit);
    }
}
