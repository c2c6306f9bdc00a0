package com.traffictacos.reservation.worker.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiveBudgetTest {

    private static final int MEBI = 1024 * 1024;
    private static final long TOTAL = 40L * MEBI;

    private final ReceiveBudget budget = new ReceiveBudget(TOTAL);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void expectsTheLargestBodiesBeforeItHasSeenAny() throws InterruptedException {
        assertThat(budget.reserve(10).messages()).isEqualTo(10);
        assertThat(budget.reserve(10).messages()).isEqualTo(10);
        assertThat(budget.used()).isEqualTo(TOTAL);
    }

    @Test
    void neverHoldsUpSmallBodies() throws InterruptedException {
        budget.received(budget.reserve(10), messages(10, 500));
        for (int receive = 0; receive < 20; receive++) {
            assertThat(budget.reserve(10).messages()).isEqualTo(10);
        }
    }

    @Test
    void asksForAsManyAsThereIsMemoryFor() throws InterruptedException {
        budget.received(budget.reserve(10), messages(10, MEBI));
        assertThat(budget.reserve(10).messages()).isEqualTo(10);
        CompletableFuture<Reservation> third = reserveElsewhere(10);
        assertThat(third).isNotDone();
        budget.dropped(message(MEBI));
        assertThat(third).succeedsWithin(1, TimeUnit.MINUTES).returns(1, Reservation::messages);
    }

    /** Two bytes per character, including attributes. */
    @Test
    void countsWhatABodyMayTakeInTheHeap() throws InterruptedException {
        ReceivedMessage message = message(
                100,
                Map.of(
                        "text",
                        new MessageAttribute.Text("String", "x".repeat(50)),
                        "bytes",
                        new MessageAttribute.Bytes("Binary", new byte[30])));
        budget.received(budget.reserve(10), List.of(message));
        assertThat(budget.used()).isEqualTo(200 + 100 + 30);
        budget.dropped(message);
        assertThat(budget.used()).isZero();
    }

    @Test
    void forgetsLargeBodiesSlowly() throws InterruptedException {
        budget.received(budget.reserve(1), messages(1, MEBI));
        budget.dropped(message(MEBI));
        int receives = 0;
        int most = 0;
        while (most < 200) {
            Reservation reservation = budget.reserve(1_000);
            most = reservation.messages();
            budget.received(reservation, messages(1, 500));
            budget.dropped(message(500));
            receives++;
        }
        assertThat(receives).isBetween(50, 150);
    }

    /** However small the heap is: progress has priority over the limit. */
    @Test
    void alwaysAsksForOneWhenNothingIsHeld() throws InterruptedException {
        ReceiveBudget tiny = new ReceiveBudget(1);
        Reservation first = tiny.reserve(10);
        assertThat(first.messages()).isEqualTo(1);
        tiny.received(first, List.of());
        assertThat(tiny.reserve(10).messages()).isEqualTo(1);
    }

    @Test
    void letsNobodyWaitOnceItIsClosed() throws InterruptedException {
        budget.reserve(20);
        CompletableFuture<Reservation> waiting = reserveElsewhere(1);
        budget.close();
        assertThat(waiting).succeedsWithin(1, TimeUnit.MINUTES).isEqualTo(Reservation.NONE);
        assertThat(budget.reserve(1)).isEqualTo(Reservation.NONE);
    }

    @Test
    void staysWithinItsTotalWithManyPollers() throws Exception {
        AtomicLong most = new AtomicLong();
        List<CompletableFuture<Void>> pollers = new ArrayList<>();
        for (int poller = 0; poller < 8; poller++) {
            pollers.add(CompletableFuture.runAsync(() -> receiveAndSettle(most), threads));
        }
        while (!pollers.stream().allMatch(CompletableFuture::isDone)) {
            most.accumulateAndGet(budget.used(), Math::max);
        }
        assertThat(pollers).allSatisfy(poller -> assertThat(poller).isCompleted());
        assertThat(most.get()).isBetween(1L, TOTAL);
        assertThat(budget.used()).isZero();
    }

    private void receiveAndSettle(AtomicLong most) {
        try {
            for (int receive = 0; receive < 200; receive++) {
                Reservation reservation = budget.reserve(10);
                List<ReceivedMessage> messages = messages(reservation.messages(), MEBI);
                budget.received(reservation, messages);
                most.accumulateAndGet(budget.used(), Math::max);
                messages.forEach(budget::dropped);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Reservation> reserveElsewhere(int wanted) {
        CompletableFuture<Thread> begun = new CompletableFuture<>();
        CompletableFuture<Reservation> reservation = CompletableFuture.supplyAsync(
                () -> {
                    begun.complete(Thread.currentThread());
                    try {
                        return budget.reserve(wanted);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
        await().until(() -> begun.join().getState() == Thread.State.TIMED_WAITING || reservation.isDone());
        return reservation;
    }

    private static final String LARGE = "x".repeat(MEBI);

    private static List<ReceivedMessage> messages(int count, int length) {
        return Collections.nCopies(count, message(length));
    }

    private static ReceivedMessage message(int length) {
        return message(length, Map.of());
    }

    private static ReceivedMessage message(int length, Map<String, MessageAttribute> attributes) {
        String body = length == MEBI ? LARGE : "x".repeat(length);
        return new ReceivedMessage(
                "id", "handle", body, 1, Instant.EPOCH, attributes, Optional.empty(), Optional.empty());
    }
}
