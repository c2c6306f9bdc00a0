package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.adapter.json.JsonEventDecoder;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.DeadLetterEntry;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A message that is dead-lettered and redriven is the same as its producer sent it. Runs against a real server. */
class DeadLetterRoundTripTest {

    private static final Duration HOLD = Duration.ofMinutes(1);
    private static final List<String> OUR_NAMES =
            List.of("failure_reason", "failure_detail", "failed_at", "attempts", "original_message_id");

    private static LocalSqs sqs;

    @BeforeAll
    static void startServer() {
        sqs = new LocalSqs();
    }

    @AfterAll
    static void stopServer() {
        sqs.close();
    }

    @AfterEach
    void closeClients() {
        sqs.closeClients();
    }

    @Test
    void keepsAProducersAttributesWhateverTheirNames() {
        Map<String, MessageAttribute> producers = new HashMap<>();
        OUR_NAMES.forEach(name -> producers.put(name, new MessageAttribute.Text("String", "the producer's " + name)));
        producers.put("bytes", new MessageAttribute.Bytes("Binary", new byte[] {1}));
        Trip trip = new Trip("");
        sqs.send(trip.pair.url(), "body", producers, Optional.empty());

        trip.sendToDeadLetterQueue();
        DeadLetter deadLetter = trip.deadLetter();
        trip.redrive();

        assertThat(deadLetter.reason()).isEqualTo("retries_exhausted");
        assertThat(deadLetter.message().attributes()).hasSize(10).containsAllEntriesOf(texts(producers));
        Message back = trip.receive(trip.pair.url());
        assertThat(back.messageAttributes()).containsOnlyKeys(producers.keySet());
        for (String name : OUR_NAMES) {
            assertThat(back.messageAttributes())
                    .hasEntrySatisfying(
                            name,
                            attribute -> assertThat(attribute.stringValue()).isEqualTo("the producer's " + name));
        }
    }

    @Test
    void keepsTenAttributesOfAProducerWithoutRoomForOurs() {
        Map<String, MessageAttribute> producers = new HashMap<>();
        producers.put("attempts", new MessageAttribute.Text("Number", "7"));
        for (int i = 0; i < 9; i++) {
            producers.put("own" + i, new MessageAttribute.Text("String", "v"));
        }
        Trip trip = new Trip("");
        sqs.send(trip.pair.url(), "body", producers, Optional.empty());

        trip.sendToDeadLetterQueue();
        trip.redrive();

        assertThat(trip.receive(trip.pair.url()).messageAttributes()).containsOnlyKeys(producers.keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".fifo"})
    void keepsTheMessageGroup(String suffix) {
        Trip trip = new Trip(suffix);
        SendMessageRequest.Builder request = SendMessageRequest.builder()
                .queueUrl(trip.pair.url().toString())
                .messageBody("body")
                .messageGroupId("rsv_1");
        if (!suffix.isEmpty()) {
            request.messageDeduplicationId("d");
        }
        sqs.server().admin().sendMessage(request.build());

        ReceivedMessage received = trip.sendToDeadLetterQueue();
        DeadLetter deadLetter = trip.deadLetter();
        trip.redrive();

        // On a standard queue a group is unordered: its messages are handled concurrently.
        assertThat(received.groupId()).isEqualTo(suffix.isEmpty() ? Optional.empty() : Optional.of("rsv_1"));
        assertThat(deadLetter.message().groupId()).contains("rsv_1");
        assertThat(trip.receive(trip.pair.url()).attributes())
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "rsv_1");
    }

    private static Map<String, MessageAttribute> texts(Map<String, MessageAttribute> attributes) {
        Map<String, MessageAttribute> texts = new HashMap<>(attributes);
        // Bytes are compared by identity.
        texts.values().removeIf(MessageAttribute.Bytes.class::isInstance);
        return texts;
    }

    /** A dedicated queue with its dead-letter queue. */
    private static final class Trip {

        private final QueuePair pair;
        private final MessageQueue queue;
        private final DeadLetterQueue deadLetters;

        Trip(String suffix) {
            pair = sqs.server().createQueueWithDeadLetterQueue(UUID.randomUUID() + suffix, 10, Duration.ofSeconds(30));
            SqsClients clients = sqs.clients(Duration.ZERO);
            Settings.Queue settings =
                    new Settings.Queue(pair.url(), Optional.empty(), Duration.ZERO, Duration.ofSeconds(30));
            DeadLetterQueueUrl address = new DeadLetterQueueUrl(clients, settings);
            queue = new SqsMessageQueue(clients, settings, address, Observers.none());
            deadLetters = new SqsDeadLetterQueue(clients, settings, address, new JsonEventDecoder(), Duration.ZERO);
        }

        ReceivedMessage sendToDeadLetterQueue() {
            ReceivedMessage message = queue.receive(1).getFirst();
            assertThat(queue.sendToDeadLetterQueue(List.of(new DeadLetterEntry(
                                    message, FailureReason.RETRIES_EXHAUSTED, "why", Instant.now())))
                            .refused())
                    .isEmpty();
            queue.delete(List.of(message));
            return message;
        }

        DeadLetter deadLetter() {
            DeadLetter deadLetter = deadLetters.receive(1, HOLD).getFirst();
            deadLetters.release(List.of(deadLetter.receipt()));
            return deadLetter;
        }

        void redrive() {
            List<DeadLetter> received = deadLetters.receive(10, HOLD);
            assertThat(received).hasSize(1);
            assertThat(deadLetters.sendBack(received).refused()).isEmpty();
        }

        Message receive(URI url) {
            return sqs.server()
                    .admin()
                    .receiveMessage(request -> request.queueUrl(url.toString())
                            .messageAttributeNames("All")
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                    .messages()
                    .getFirst();
        }
    }
}
