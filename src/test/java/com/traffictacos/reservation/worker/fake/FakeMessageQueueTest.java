package com.traffictacos.reservation.worker.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.VisibilityChange;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FakeMessageQueueTest implements MessageQueueContract {

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final FakeMessageQueue queue = new FakeMessageQueue(clock, Options.SIMPLE);

    @Override
    public MessageQueueFixture fixture(Options options) {
        FakeMessageQueue staged = new FakeMessageQueue(Clock.systemUTC(), options);
        return new MessageQueueFixture() {
            @Override
            public MessageQueue queue() {
                return staged;
            }

            @Override
            public void send(String body, Map<String, MessageAttribute> attributes, Optional<String> group) {
                staged.send(body, attributes, group);
            }

            @Override
            public Map<String, String> deadLetters() {
                return staged.deadLetters().stream()
                        .collect(Collectors.toMap(
                                deadLetter -> deadLetter.message().body(),
                                deadLetter -> deadLetter.reason().word()));
            }
        };
    }

    @Test
    void goesByItsClock() {
        queue.send("x");
        queue.receive(1);
        assertThat(queue.inFlight()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(30));

        assertThat(queue.visible()).isEqualTo(1);
        assertThat(queue.receive(1))
                .singleElement()
                .satisfies(message -> assertThat(message.receiveCount()).isEqualTo(2));
    }

    @Test
    void deletesNothingWithAnOldHandle() {
        queue.send("x");
        List<ReceivedMessage> first = queue.receive(1);
        clock.advance(Duration.ofSeconds(30));
        List<ReceivedMessage> second = queue.receive(1);

        assertThat(queue.delete(first).refused()).isEmpty();
        assertThat(queue.messageIds()).hasSize(1);
        assertThat(queue.delete(second).refused()).isEmpty();
        assertThat(queue.messageIds()).isEmpty();
    }

    @Test
    void refusesToLengthenALeaseThatIsOver() {
        queue.send("x");
        ReceivedMessage message = queue.receive(1).getFirst();
        clock.advance(Duration.ofSeconds(30));

        assertThat(queue.changeVisibility(List.of(new VisibilityChange(message, Duration.ofSeconds(9))))
                        .refused())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("MessageNotInflight"));
    }

    @Test
    void refusesTheNextEntriesOnDemand() {
        queue.send("a");
        queue.send("b");
        List<ReceivedMessage> both = queue.receive(2);
        queue.faults().refuseNext(Operation.DELETE, 1, "InternalError", true);

        BatchResult<ReceivedMessage> result = queue.delete(both);

        assertThat(result.succeeded()).containsExactly(both.get(1));
        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.entry()).isEqualTo(both.get(0));
            assertThat(refusal.code()).isEqualTo("InternalError");
            assertThat(refusal.retryable()).isTrue();
        });
        assertThat(queue.delete(both).refused()).isEmpty();
        assertThat(queue.faults().requests(Operation.DELETE)).containsExactly(2, 2);
    }

    @Test
    void refusesCertainMessagesUntilCleared() {
        queue.send("a");
        queue.send("b");
        List<ReceivedMessage> both = queue.receive(2);
        queue.faults().refuse(Operation.DELETE, message -> message.body().equals("b"), "AccessDenied", false);

        assertThat(queue.delete(both).succeeded()).containsExactly(both.get(0));
        assertThat(queue.delete(both).succeeded()).containsExactly(both.get(0));
        queue.faults().clear();
        assertThat(queue.delete(both).refused()).isEmpty();
    }

    @Test
    void failsReceivesOnDemand() {
        queue.send("x");
        queue.faults().failReceives(1);

        assertThatExceptionOfType(QueueUnavailableException.class).isThrownBy(() -> queue.receive(1));
        assertThat(queue.receive(1)).hasSize(1);
    }

    @Test
    void runsAHookBeforeEachRequest() {
        AtomicInteger receives = new AtomicInteger();
        queue.faults().beforeEach(Operation.RECEIVE, receives::incrementAndGet);

        queue.receive(1);
        queue.receive(3);

        assertThat(receives).hasValue(2);
        assertThat(queue.faults().requests(Operation.RECEIVE)).containsExactly(1, 3);
    }

    @Test
    void bringsSeveralOfAGroupInOneReceiveAndHoldsTheRest() {
        FakeMessageQueue fifo = new FakeMessageQueue(clock, FIFO);
        for (String body : List.of("1", "2", "3")) {
            fifo.send(body, Map.of(), Optional.of("g"));
        }

        assertThat(fifo.receive(2)).extracting(ReceivedMessage::body).containsExactly("1", "2");
        assertThat(fifo.receive(10)).isEmpty();
    }
}
