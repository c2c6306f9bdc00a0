package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.handler.HandlingTimeConfigSource;
import com.traffictacos.reservation.worker.handler.PaymentApprovedHandler;
import com.traffictacos.reservation.worker.handler.PaymentFailedHandler;
import com.traffictacos.reservation.worker.handler.ReservationExpiredHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandlingTimeTest {

    /** SQS keeps a message invisible for at most twelve hours after its receive, and refuses any change beyond that. */
    private static final Duration LIMIT_OF_SQS = Duration.ofHours(12);

    /** The minimum and the maximum of the settings, in each combination. */
    @ParameterizedTest
    @CsvSource({"10, 10", "250, 2000", "60000, 10", "10, 60000", "60000, 60000"})
    void leavesEachCallItsTimeAndKeepsTheLeaseWithinTheQueuesLimit(int inventoryMillis, int reservationMillis) {
        Duration inventory = Duration.ofMillis(inventoryMillis);
        Duration reservation = Duration.ofMillis(reservationMillis);
        HandlingTime time = HandlingTime.of(inventory, reservation);

        assertThat(time.oneTry())
                .isGreaterThan(reservation.multipliedBy(3).plus(inventory).plus(HandlingTime.INVENTORY_CONNECT));
        assertThat(time.inAll()).isGreaterThan(time.oneTry().multipliedBy(3));
        assertThat(time.longestCall()).isLessThan(time.oneTry());
        // The last renewal comes before the longest delivery ends, and requests a whole visibility timeout. A timeout
        // that is twice as long is never renewed.
        Duration longestThatIsRenewed = time.longestDelivery().multipliedBy(2);
        assertThat(time.longestDelivery().plus(longestThatIsRenewed)).isLessThan(LIMIT_OF_SQS);
    }

    @ParameterizedTest
    @ValueSource(classes = {ReservationExpiredHandler.class, PaymentApprovedHandler.class, PaymentFailedHandler.class})
    void givesTheHandlersAnnotationsTheirFigures(Class<?> handler) {
        HandlingTimeConfigSource source =
                source(Map.of("INVENTORY_TIMEOUT_MS", "20000", "RESERVATION_TIMEOUT_MS", " 30000 "));
        String prefix = handler.getName() + "/handle/";

        assertThat(source.getValue(prefix + "Timeout/value")).isEqualTo("118000");
        assertThat(source.getValue(prefix + "Retry/maxRetries")).isEqualTo("2");
        assertThat(source.getValue(prefix + "Retry/delay")).isEqualTo("50");
        assertThat(source.getValue(prefix + "Retry/jitter")).isEqualTo("25");
        assertThat(source.getValue(prefix + "Retry/maxDuration")).isEqualTo("354150");
        assertThat(source.getValue(prefix + "Retry/enabled")).isNull();
    }

    @Test
    void takesDefaultsForWhatIsNotSetOrWrong() {
        String name = ReservationExpiredHandler.class.getName() + "/handle/Timeout/value";

        assertThat(source(Map.of()).getValue(name)).isEqualTo("14250");
        assertThat(source(Map.of("INVENTORY_TIMEOUT_MS", "soon")).getValue(name))
                .isEqualTo("14250");
    }

    @Test
    void cannotBeContradicted() {
        int systemProperties = 400;

        assertThat(source(Map.of()).getOrdinal()).isGreaterThan(systemProperties);
        assertThat(source(Map.of()).getProperties())
                .hasSize(15)
                .allSatisfy((name, value) ->
                        assertThat(source(Map.of()).getValue(name)).isEqualTo(value));
        assertThat(source(Map.of()).getPropertyNames()).hasSize(15);
        assertThat(source(Map.of()).getName()).isNotBlank();
    }

    private static HandlingTimeConfigSource source(Map<String, String> settings) {
        return new HandlingTimeConfigSource(() -> new FakeConfig(List.of(settings)));
    }
}
