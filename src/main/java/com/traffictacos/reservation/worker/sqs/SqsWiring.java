package com.traffictacos.reservation.worker.sqs;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.worker.MessageQueue;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Makes the queue known to the container, one for the application, and closes its connections at the end. Producers,
 * because classes with final fields and no proxy in between are worth a page of wiring.
 */
@Dependent
public class SqsWiring {

    @Produces
    @Singleton
    SqsClients clients(Settings.Aws aws, Settings.Queue queue) {
        return SqsClients.open(SqsClients.Access.of(aws), queue.waitTime());
    }

    void close(@Disposes SqsClients clients) {
        clients.close();
    }

    @Produces
    @Singleton
    MessageQueue queue(SqsClients clients, Settings.Queue settings) {
        return new SqsMessageQueue(clients, settings);
    }
}
