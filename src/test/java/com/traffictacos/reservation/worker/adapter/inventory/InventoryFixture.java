package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.Inventory.CommitSeats;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseReason;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.OutageObserver;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Common requests and settings for the tests of this package. */
final class InventoryFixture {

    static final ReservationId RESERVATION = new ReservationId("rsv_456");
    static final ConcertId CONCERT = new ConcertId("evt_789");
    static final SeatSelection SEATS = SeatSelection.ofSeats(List.of("A1", "A2"));
    static final ReleaseHold RELEASE = new ReleaseHold(RESERVATION, CONCERT, SEATS, ReleaseReason.EXPIRED);
    static final CommitSeats COMMIT =
            new CommitSeats(RESERVATION, CONCERT, SEATS, new PaymentIntentId("pay_abc"), Optional.of("usr_1"));
    /** Long enough for a cold start on a busy machine. Tests of the deadline set a shorter one. */
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final OutageObserver NOBODY = new OutageObserver() {
        @Override
        public void outageBegan(ServiceCall operation, Throwable why) {}

        @Override
        public void outageEnded(ServiceCall operation, Duration lasted) {}
    };

    private InventoryFixture() {}

    static InventoryChannel channel(HostAndPort address) {
        return channel(address, TIMEOUT);
    }

    static InventoryChannel channel(HostAndPort address, Duration timeout) {
        return channel(new Settings.InventoryService(address, timeout, false));
    }

    static InventoryChannel channel(Settings.InventoryService settings) {
        return new InventoryChannel(
                settings,
                new Settings.Worker(20, 5, Duration.ofSeconds(1), Duration.ofSeconds(30)),
                new TracingSwitch(false),
                OpenTelemetry.noop());
    }

    static GuardedCall guarded(CallObserver observer) {
        return new GuardedCall(
                new DependencyOutages(NOBODY, Clock.systemUTC()),
                new ConcurrencyLimits(20, TIMEOUT, TIMEOUT),
                observer);
    }

    static GrpcInventory inventory(InventoryChannel channel) {
        // Its circuits do not pause, because the channel is under test.
        return new GrpcInventory(
                channel,
                new GuardedCall(
                        new DependencyOutages(NOBODY, Clock.systemUTC(), failures -> Duration.ZERO),
                        new ConcurrencyLimits(20, TIMEOUT, TIMEOUT),
                        CallObserver.NONE));
    }
}
