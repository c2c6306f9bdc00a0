package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

class EmbeddedSqsTest {

    @Test
    void takesAndGivesMessages() {
        try (EmbeddedSqs sqs = EmbeddedSqs.start()) {
            QueuePair queues = sqs.createQueueWithDeadLetterQueue("events", 3, Duration.ofSeconds(30));
            sqs.admin().sendMessage(r -> r.queueUrl(queues.url().toString()).messageBody("hello"));

            assertThat(sqs.admin()
                            .receiveMessage(r -> r.queueUrl(queues.url().toString()))
                            .messages())
                    .extracting(Message::body)
                    .containsExactly("hello");
        }
    }

    @Test
    void movesMessageToDeadLetterQueueByRedrivePolicy() {
        try (EmbeddedSqs sqs = EmbeddedSqs.start()) {
            QueuePair queues = sqs.createQueueWithDeadLetterQueue("orders.fifo", 1, Duration.ZERO);
            sqs.admin()
                    .sendMessage(r -> r.queueUrl(queues.url().toString())
                            .messageBody("poison")
                            .messageGroupId("g")
                            .messageDeduplicationId("d"));

            sqs.admin().receiveMessage(r -> r.queueUrl(queues.url().toString()));
            sqs.admin().receiveMessage(r -> r.queueUrl(queues.url().toString()));

            assertThat(sqs.admin()
                            .receiveMessage(
                                    r -> r.queueUrl(queues.deadLetterUrl().toString()))
                            .messages())
                    .extracting(Message::body)
                    .containsExactly("poison");
        }
    }

    @Test
    void listensNoMoreWhenClosed() {
        EmbeddedSqs sqs = EmbeddedSqs.start();
        sqs.close();

        assertThatThrownBy(() -> {
                    try (Socket socket = new Socket(
                            InetAddress.getLoopbackAddress(), sqs.endpoint().getPort())) {
                        socket.getInputStream();
                    }
                })
                .isInstanceOf(ConnectException.class);
    }
}
