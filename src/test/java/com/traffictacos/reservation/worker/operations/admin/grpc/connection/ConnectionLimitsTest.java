package com.traffictacos.reservation.worker.operations.admin.grpc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    private final ConnectionLimits<String> limits = new ConnectionLimits<>(4, 3);

    @Test
    void refusesAnAddressMoreThanItsShare() {
        add("a", "1", "2", "3");

        assertThat(limits.add("a", "4")).contains("4");
        assertThat(limits.count()).isEqualTo(3);
        assertThat(limits.add("b", "5")).isEmpty();
    }

    @Test
    void givesUpTheOldestOfTheAddressThatHasTheMost() {
        add("operator", "o");
        add("a", "1", "2", "3");

        assertThat(limits.add("b", "new")).contains("1");
    }

    @Test
    void countsNoConnectionThatIsClosed() {
        add("a", "1", "2", "3");
        limits.remove("a", "2");
        limits.remove("a", "2");
        limits.remove("b", "unknown");

        assertThat(limits.add("a", "4")).isEmpty();
        assertThat(limits.count()).isEqualTo(3);
    }

    @Test
    void forgetsAllThatManyThreadsOpenAndClose() throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                String address = "address " + i % 3;
                String name = "connection " + i;
                threads.execute(() -> {
                    for (int n = 0; n < 500; n++) {
                        var unused = limits.add(address, name + n);
                        limits.remove(address, name + n);
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(limits.count()).isZero();
    }

    private void add(String address, String... connections) {
        for (String connection : connections) {
            assertThat(limits.add(address, connection)).isEmpty();
        }
    }
}
