package com.traffictacos.reservation.worker.reservation;

import com.traffictacos.reservation.worker.config.Settings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Makes the REST client of the reservation API by the settings, and closes it when the application ends. */
@Singleton
public class ReservationApiProducer {

    @Produces
    @Singleton
    ReservationApi api(Settings.ReservationApi settings) {
        return client(settings.baseUri(), settings.timeout());
    }

    static ReservationApi client(URI address, Duration patience) {
        long timeout = patience.toMillis();
        return RestClientBuilder.newBuilder()
                .baseUri(address)
                .connectTimeout(timeout, TimeUnit.MILLISECONDS)
                .readTimeout(timeout, TimeUnit.MILLISECONDS)
                // Statuses have one place where they are judged; the default mapper would throw for some before it.
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(ReservationApi.class);
    }

    void close(@Disposes ReservationApi api) {
        api.close();
    }
}
