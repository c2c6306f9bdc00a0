package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QueueDepthCacheTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));

    @Test
    void asksTheQueuesOnlyNowAndThen() {
        CountingDepths queues = new CountingDepths();
        QueueDepthCache depths = new QueueDepthCache(queues, clock);
        assertThat(depths.latest().queue()).map(QueueDepths.Depth::visible).contains(1L);
        assertThat(depths.latest().queue()).map(QueueDepths.Depth::visible).contains(1L);

        clock.advance(QueueDepthCache.FRESH);

        assertThat(depths.latest().queue()).map(QueueDepths.Depth::visible).contains(2L);
    }

    @Test
    void saysNothingOfAQueueThatDoesNotAnswer() {
        QueueDepthCache.Measured measured = new QueueDepthCache(new CountingDepths(), clock).latest();

        assertThat(measured.deadLetters()).isEmpty();
        assertThat(measured.at()).isEqualTo(clock.instant());
    }

    @Test
    void forgetsADepthThatCouldNotBeRead() {
        CountingDepths queues = new CountingDepths();
        QueueDepthCache depths = new QueueDepthCache(queues, clock);
        depths.latest();
        clock.advance(QueueDepthCache.FRESH);
        queues.broken = true;

        assertThatIllegalStateException().isThrownBy(depths::latest);

        assertThat(depths.cached().queue()).isEmpty();
    }

    @Test
    void showsWhatIsCachedWithoutARequest() {
        CountingDepths queues = new CountingDepths();
        QueueDepthCache depths = new QueueDepthCache(queues, clock);

        assertThat(depths.cached().queue()).isEmpty();
        depths.latest();
        clock.advance(QueueDepthCache.FRESH);

        assertThat(depths.cached().queue()).map(QueueDepths.Depth::visible).contains(1L);
        assertThat(queues.asked).isEqualTo(1);
    }

    private static final class CountingDepths implements QueueDepths {

        private int asked;
        private boolean broken;

        @Override
        public Depth queue() {
            if (broken) {
                throw new IllegalStateException("made to fail");
            }
            return new Depth(++asked, 0, 0);
        }

        @Override
        public Depth deadLetterQueue() {
            throw new QueueUnavailableException("there is no dead-letter queue", null);
        }
    }
}
