package com.traffictacos.reservation.worker.operations.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacedAnswersTest {

    private static final int PER_TICK = 5;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PacedAnswers answers = new PacedAnswers(timer, PER_TICK * PacedAnswers.TICKS_PER_SECOND);
    private final List<Integer> sent = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void answersInOrderAtABoundedRate() {
        long begin = System.nanoTime();
        for (int i = 0; i < 4 * PER_TICK; i++) {
            int number = i;
            assertThat(answers.begin(() -> {
                        sent.add(number);
                        answers.end();
                    }))
                    .isTrue();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> sent.size() == 4 * PER_TICK);

        assertThat(sent).isSorted();
        // The first come at once, the others after one, two and three ticks of a tenth of a second.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(250));
    }

    @Test
    void beginsNoMoreThanMaySendAtATimeAndRefusesWhatCannotWait() {
        AtomicInteger begun = new AtomicInteger();
        int all = PacedAnswers.MAX_SENDING + PacedAnswers.MAX_WAITING;
        int taken = 0;
        while (begun.get() < PacedAnswers.MAX_SENDING) {
            if (taken < all && answers.begin(begun::incrementAndGet)) {
                taken++;
            }
        }
        while (taken < all) {
            assertThat(answers.begin(begun::incrementAndGet)).isTrue();
            taken++;
        }
        assertThat(answers.begin(begun::incrementAndGet)).isFalse();
        assertThat(begun).hasValue(PacedAnswers.MAX_SENDING);

        answers.end();
        await().atMost(Duration.ofSeconds(30))
                .untilAtomic(begun, org.hamcrest.Matchers.is(PacedAnswers.MAX_SENDING + 1));
    }
}
