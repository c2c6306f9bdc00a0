package com.traffictacos.reservation.worker.operations.reservation;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult.DeliveryReport;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Deliveries of expiries that have ended. Stateless. */
public final class EndedDelivery {

    public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private EndedDelivery() {}

    public static DeliveryResult of(String reservation) {
        return of(reservation, new Disposition.Acknowledge(Outcome.SUCCESS), Optional.empty());
    }

    public static DeliveryResult of(String reservation, Disposition disposition, Optional<Throwable> failure) {
        return new DeliveryResult(
                EventMessages.withId("msg-" + reservation),
                disposition,
                new DeliveryReport(
                        EventType.RESERVATION_EXPIRED,
                        Optional.of(expired(reservation)),
                        Optional.of(new TraceParent(TRACE, "b7ad6b7169203331", true)),
                        2,
                        Duration.ofMillis(85),
                        Optional.empty(),
                        failure));
    }

    static ReservationExpired expired(String reservation) {
        return new ReservationExpired(
                EventHeader.NONE,
                new ReservationId(reservation),
                new ConcertId("concert"),
                SeatSelection.ofQuantity(1));
    }
}
