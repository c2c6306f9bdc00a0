package com.traffictacos.reservation.worker.fake;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

class FakeDeadLetterQueueTest implements DeadLetterQueueContract {

    @Override
    public DeadLetterQueueFixture fixture() {
        FakeDeadLetterQueue queue = new FakeDeadLetterQueue(Clock.systemUTC());
        return new DeadLetterQueueFixture() {
            @Override
            public DeadLetterQueue queue() {
                return queue;
            }

            @Override
            public void put(String body, Map<String, MessageAttribute> attributes) {
                queue.put(body, attributes, Optional.empty());
            }

            @Override
            public Map<String, Set<String>> sentBack() {
                return queue.sentBack().stream()
                        .collect(Collectors.toMap(
                                deadLetter -> deadLetter.message().body(), FakeDeadLetterQueueTest::names));
            }
        };
    }

    private static Set<String> names(DeadLetter deadLetter) {
        return deadLetter.originalAttributes().keySet();
    }
}
