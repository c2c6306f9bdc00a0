package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Creates the REST client of the reservation API from the settings, and closes it when the application ends. */
@SingletonBean
public class ReservationApiClientProducer {

    @Produces
    @Singleton
    ReservationTransport transport(Settings.ReservationApi settings, Settings.Worker worker) {
        // Operators run events and compensations in parallel with the workers; neither waits for the other's
        // connection.
        int connections = worker.concurrency() + OperatorExecutor.THREADS;
        return new ReservationTransport(settings.timeout(), connections, ProxyRules.ofProcess());
    }

    @Produces
    @Singleton
    ReservationApiClient api(Settings.ReservationApi settings, ReservationTransport transport) {
        return client(settings.baseUri(), transport);
    }

    static ReservationApiClient client(URI address, ReservationTransport transport) {
        return RestClientBuilder.newBuilder()
                .baseUri(address)
                .register(new TransportFilter(transport))
                // One class maps all statuses. The default mapper would throw for some of them before that.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(ReservationApiClient.class);
    }

    void close(@Disposes ReservationApiClient api) {
        api.close();
    }

    void close(@Disposes ReservationTransport transport) {
        transport.close();
    }
}
