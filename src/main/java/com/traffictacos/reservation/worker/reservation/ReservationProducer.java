package com.traffictacos.reservation.worker.reservation;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.handling.Reservations;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes the adapter of the reservation API and its client known to CDI. */
@Dependent
public class ReservationProducer {

    @Produces
    @Singleton
    ReservationApi api(Settings.ReservationApi settings) {
        long timeout = settings.timeout().toMillis();
        return RestClientBuilder.newBuilder()
                .baseUri(settings.baseUri())
                .connectTimeout(timeout, TimeUnit.MILLISECONDS)
                .readTimeout(timeout, TimeUnit.MILLISECONDS)
                // Statuses have one place where they are judged; the default mapper would throw for some before it.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(ReservationApi.class);
    }

    void close(@Disposes ReservationApi api) {
        api.close();
    }

    @Produces
    @Singleton
    Reservations reservations(ReservationApi api, ReservationCircuit circuit) {
        return new RestReservations(api, circuit, Clock.systemUTC());
    }
}
