package com.traffictacos.reservation.worker.fake;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import java.util.Map;
import java.util.Optional;

/** A queue, with what a test needs to see behind it. */
public interface MessageQueueFixture {

    MessageQueue queue();

    void send(String body, Map<String, MessageAttribute> attributes, Optional<String> group);

    default void send(String body) {
        send(body, Map.of(), Optional.empty());
    }

    /** The bodies in the dead-letter queue, each with the word of its reason. */
    Map<String, String> deadLetters();
}
