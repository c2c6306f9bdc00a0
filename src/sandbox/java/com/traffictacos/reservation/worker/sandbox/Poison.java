package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation.OutgoingMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Dead letters for operators to play with, laid into the dead-letter queue past the worker. Some would go well today,
 * some never will. Confined to one thread, except where it says otherwise.
 */
public final class Poison {

    private static final int BATCH = 10;
    private static final String MARKUP = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    private final SqsClient client;
    private final URI deadLetterQueue;
    private final ReservationBook book;
    private final SeatStock stock;
    private final ReservationGenerator stories;
    private final ReservationGenerator lateStories;
    private final Map<Kind, List<Expectation>> expectations = new EnumMap<>(Kind.class);
    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private int number;

    Poison(SqsClient client, URI deadLetterQueue, ReservationBook book, SeatStock stock, long seed) {
        this.client = client;
        this.deadLetterQueue = deadLetterQueue;
        this.book = book;
        this.stock = stock;
        this.stories = new ReservationGenerator(
                EventMix.of(ReservationScript.EXPIRES, ReservationScript.IS_PAID, ReservationScript.PAYMENT_FAILS),
                seed + 0xdead_0001L);
        this.lateStories = new ReservationGenerator(EventMix.of(ReservationScript.PAID_TOO_LATE), seed + 0xdead_0002L);
    }

    /** Why a dead letter is one. */
    public enum Kind {
        /** A service was away for too long: goes well today. */
        OUTLASTED(Optional.of(FailureReason.RETRIES_EXHAUSTED)),
        /** Moved by the queue's redrive policy, so that it says nothing of why: goes well today. */
        MOVED(Optional.empty()),
        /** Paid when the seats were gone: dies again. */
        TOO_LATE(Optional.of(FailureReason.PAID_BUT_NOT_HELD)),
        /** Breaks the contract, and holds markup: dies again. */
        BROKEN(Optional.of(FailureReason.INVALID_FIELD));

        private final Optional<FailureReason> reason;

        Kind(Optional<FailureReason> reason) {
            this.reason = reason;
        }

        /** What operators see as its reason. */
        public String word() {
            return reason.map(FailureReason::word).orElse("unknown");
        }
    }

    /** Lays so many dead letters down, of all kinds in turn. */
    public void lay(int deadLetters) {
        List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
        for (int i = 0; i < deadLetters; i++) {
            batch.add(deadLetter(Kind.values()[i % Kind.values().length], batch.size()));
            if (batch.size() == BATCH || i == deadLetters - 1) {
                send(batch);
                batch.clear();
            }
        }
    }

    /**
     * Lays so many dead letters of one reason down, which go well today.
     *
     * @return how their reservations must end once they are redriven
     */
    public List<Expectation> lay(FailureReason reason, int deadLetters) {
        List<Expectation> laid = new ArrayList<>();
        List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
        for (int i = 0; i < deadLetters; i++) {
            PlannedReservation planned = stories.next(1);
            laid.add(planned.expectation());
            batch.add(entry(reservation(planned), Optional.of(reason), batch.size()));
            if (batch.size() == BATCH || i == deadLetters - 1) {
                send(batch);
                batch.clear();
            }
        }
        return List.copyOf(laid);
    }

    /** How the reservations of that kind must end once their dead letters are redriven. */
    public List<Expectation> expectations(Kind kind) {
        return List.copyOf(expectations.getOrDefault(kind, List.of()));
    }

    /** Whether the body is that of a dead letter laid here; for any thread. */
    boolean isPoison(String body) {
        return bodies.contains(body);
    }

    private SendMessageBatchRequestEntry deadLetter(Kind kind, int position) {
        OutgoingMessage message;
        if (kind == Kind.BROKEN) {
            message = new OutgoingMessage(
                    "{\"type\":\"reservation.expired\",\"detail\":{\"reservation_id\":\"rsv_%d %s\",\"qty\":2}}"
                            .formatted(number + 1, MARKUP),
                    Map.of());
        } else {
            PlannedReservation planned = (kind == Kind.TOO_LATE ? lateStories : stories).next(1);
            expectations.computeIfAbsent(kind, unused -> new ArrayList<>()).add(planned.expectation());
            message = reservation(planned);
        }
        return entry(message, kind.reason, position);
    }

    private OutgoingMessage reservation(PlannedReservation planned) {
        planned.enter(book, stock);
        return planned.messages().getFirst();
    }

    private SendMessageBatchRequestEntry entry(OutgoingMessage message, Optional<FailureReason> reason, int position) {
        number++;
        SendMessageBatchRequestEntry.Builder entry =
                SendMessageBatchRequestEntry.builder().id(Integer.toString(position));
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        message.attributes().forEach((name, value) -> attributes.put(name, text(value)));
        reason.ifPresent(known -> {
            attributes.put("failure_reason", ofWorker(known.word()));
            attributes.put("failure_detail", ofWorker("laid by the sandbox: " + MARKUP));
            attributes.put("original_message_id", ofWorker("sandbox-" + number));
        });
        bodies.add(message.body());
        if (!attributes.isEmpty()) {
            entry.messageAttributes(attributes);
        }
        if (deadLetterQueue.getPath().endsWith(".fifo")) {
            entry.messageGroupId("poison-" + number).messageDeduplicationId("poison-" + number);
        }
        return entry.messageBody(message.body()).build();
    }

    private void send(List<SendMessageBatchRequestEntry> batch) {
        List<SendMessageBatchRequestEntry> entries = List.copyOf(batch);
        SendMessageBatchResponse answer = client.sendMessageBatch(
                request -> request.queueUrl(deadLetterQueue.toString()).entries(entries));
        if (!answer.failed().isEmpty()) {
            throw new IllegalStateException("not sent: " + answer.failed());
        }
    }

    /** With the mark of the worker of the queue that the dead-letter queue belongs to. */
    private MessageAttributeValue ofWorker(String value) {
        String path = deadLetterQueue.getPath();
        String queue = path.substring(path.lastIndexOf('/') + 1).replace("-dlq", "");
        return text("String.reservation-worker." + queue, value);
    }

    private static MessageAttributeValue text(String value) {
        return text("String", value);
    }

    private static MessageAttributeValue text(String dataType, String value) {
        return MessageAttributeValue.builder()
                .dataType(dataType)
                .stringValue(value)
                .build();
    }
}
