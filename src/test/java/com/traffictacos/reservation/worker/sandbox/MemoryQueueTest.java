package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.MemoryQueue.Delivered;
import com.traffictacos.reservation.worker.sandbox.MemoryQueue.Receive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryQueueTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryQueue queue = new MemoryQueue("q", nanos::get);
    private final List<List<Delivered>> answers = new ArrayList<>();

    @Test
    void deliversInOrderAndNoMoreThanAskedFor() {
        List.of("a", "b", "c").forEach(queue::send);

        assertThat(receive(2)).extracting(Delivered::content).containsExactly("a", "b");
        assertThat(receive(2)).extracting(Delivered::content).containsExactly("c");
        assertThat(receive(2)).isEmpty();
        assertThat(queue.messagesInFlight()).isEqualTo(3);
    }

    @Test
    void deliversAgainUnderANewHandleWhenTheLeaseIsOver() {
        queue.send("a");
        Delivered first = receive(1).getFirst();

        pass(LEASE);
        Delivered second = receive(1).getFirst();

        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.receiveCount()).isEqualTo(2);
        assertThat(second.handle()).isNotEqualTo(first.handle());
    }

    @Test
    void deletesByTheNewestHandleAlone() {
        queue.send("a");
        String old = receive(1).getFirst().handle();
        pass(LEASE);
        String newest = receive(1).getFirst().handle();

        assertThat(queue.delete(old)).isTrue();
        assertThat(queue.messagesInFlight()).isEqualTo(1);
        assertThat(queue.delete(newest)).isTrue();
        assertThat(queue.messagesInFlight()).isZero();
        assertThat(queue.delete("nonsense")).isFalse();
    }

    @Test
    void neverDeliversWhatIsDeleted() {
        queue.send("a");
        String handle = receive(1).getFirst().handle();
        assertThat(queue.hide(handle, Duration.ZERO)).isTrue();
        assertThat(queue.waitingMessages()).isEqualTo(1);

        queue.delete(handle);
        pass(LEASE);

        assertThat(receive(1)).isEmpty();
        assertThat(queue.waitingMessages()).isZero();
    }

    @Test
    void hidesALeasedMessageForAnotherWhile() {
        queue.send("a");
        String handle = receive(1).getFirst().handle();

        assertThat(queue.hide(handle, LEASE.multipliedBy(2))).isTrue();
        pass(LEASE);

        assertThat(receive(1)).isEmpty();
        pass(LEASE);
        assertThat(receive(1)).hasSize(1);
        assertThat(queue.hide(handle, LEASE)).as("an old handle").isFalse();
    }

    @Test
    void answersAWaitingReceiveWhenAMessageComes() {
        queue.receive(longPoll());
        assertThat(answers).isEmpty();

        queue.send("a");

        assertThat(answers)
                .singleElement()
                .satisfies(messages -> assertThat(messages).hasSize(1));
    }

    @Test
    void answersAWaitingReceiveWhenALeaseEnds() {
        queue.send("a");
        receive(1);
        queue.receive(longPoll());

        queue.tick();
        assertThat(answers).isEmpty();
        pass(LEASE);
        queue.tick();

        assertThat(answers)
                .singleElement()
                .satisfies(messages -> assertThat(messages).hasSize(1));
    }

    @Test
    void endsALongPollWithNothing() {
        queue.receive(longPoll());

        pass(Duration.ofSeconds(60));
        queue.tick();

        assertThat(answers).containsExactly(List.of());
    }

    @Test
    void forgetsAReceiveWhoseClientIsGone() {
        Receive gone = longPoll();
        queue.receive(gone);

        queue.cancel(gone);
        queue.send("a");

        assertThat(answers).isEmpty();
        assertThat(receive(1)).hasSize(1);
    }

    private Receive longPoll() {
        return new Receive(10, Duration.ofSeconds(60), LEASE, answers::add);
    }

    private List<Delivered> receive(int most) {
        List<Delivered> received = new ArrayList<>();
        queue.receive(new Receive(most, Duration.ZERO, LEASE, received::addAll));
        return received;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
