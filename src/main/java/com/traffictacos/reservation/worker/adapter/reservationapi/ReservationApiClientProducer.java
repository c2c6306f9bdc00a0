package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes the REST client of the reservation API by the settings, and closes it when the application ends. */
@Singleton
public class ReservationApiClientProducer {

    /** Operators run events and compensations beside the workers; nobody waits for a connection of the other. */
    private static final int OPERATORS = 6;

    @Produces
    @Singleton
    ReservationTransport transport(Settings.ReservationApi settings, Settings.Worker worker) {
        return new ReservationTransport(settings.timeout(), worker.concurrency() + OPERATORS, ProxyRules.ofProcess());
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
                // Statuses have one place where they are judged; the default mapper would throw for some before it.
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
