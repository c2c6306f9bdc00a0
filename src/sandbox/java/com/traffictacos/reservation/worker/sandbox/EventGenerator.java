package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation.OutgoingMessage;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * The producers of events: writes reservations into both services and sends their events to the queue, past the
 * gateway. Sending is for one thread at a time; counts and expectations may be read by any.
 */
public final class EventGenerator {

    private static final int BATCH = 10;

    private final SqsClient client;
    private final URI queue;
    private final ReservationBook book;
    private final SeatStock stock;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong sequence = new AtomicLong();
    private final List<Expectation> expectations = new ArrayList<>();
    private final Map<String, String> reservationByMessage = new ConcurrentHashMap<>();

    /** @param queue the queue's address at the client's server */
    EventGenerator(SqsClient client, URI queue, ReservationBook book, SeatStock stock) {
        this.client = client;
        this.queue = queue;
        this.book = book;
        this.stock = stock;
    }

    /** Tells stories until exactly so many events are sent. */
    public void send(ReservationGenerator stories, int events) {
        List<OutgoingMessage> batch = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        int recorded = 0;
        while (recorded < events) {
            PlannedReservation planned = stories.next(events - recorded);
            enter(planned);
            recorded += planned.messages().size();
            for (OutgoingMessage message : planned.messages()) {
                batch.add(message);
                groups.add(planned.reservationId());
                if (batch.size() == BATCH) {
                    flush(batch, groups);
                }
            }
        }
        flush(batch, groups);
    }

    /** Sends one reservation's events. */
    public void send(PlannedReservation planned) {
        enter(planned);
        flush(
                new ArrayList<>(planned.messages()),
                new ArrayList<>(Collections.nCopies(planned.messages().size(), planned.reservationId())));
    }

    /**
     * Writes a reservation with its hold into both services, and sends nothing. How it must end is the caller's to know.
     */
    public void hold(String reservationId, String concert, SeatSelection seats) {
        book.put(new ReservationBook.Entry(reservationId, concert, "usr_1", seats, BookStatus.HOLD));
        stock.open(concert, seats.seatIds());
        stock.reserve(reservationId, concert, seats);
    }

    /**
     * A message by itself.
     *
     * @param reservationId its message group in a FIFO queue
     */
    public record EventBody(String reservationId, String body) {}

    /** Sends messages in this order, ten at a time. */
    public void sendAll(List<EventBody> bodies) {
        for (int from = 0; from < bodies.size(); from += BATCH) {
            List<EventBody> batch = bodies.subList(from, Math.min(from + BATCH, bodies.size()));
            flush(
                    new ArrayList<>(batch.stream()
                            .map(event -> new OutgoingMessage(event.body(), Map.of()))
                            .toList()),
                    new ArrayList<>(batch.stream().map(EventBody::reservationId).toList()));
        }
    }

    /** The reservation that a message is about; the message group of one that is about none. */
    public Optional<String> reservationOf(String messageId) {
        return Optional.ofNullable(reservationByMessage.get(messageId));
    }

    /** Sends a body that belongs to no reservation of this world. */
    public void sendBody(String body) {
        flush(new ArrayList<>(List.of(new OutgoingMessage(body, Map.of()))), new ArrayList<>(List.of("none")));
    }

    private void enter(PlannedReservation planned) {
        planned.enter(book, stock);
        synchronized (expectations) {
            expectations.add(planned.expectation());
        }
    }

    private void flush(List<OutgoingMessage> batch, List<String> groups) {
        if (batch.isEmpty()) {
            return;
        }
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            entries.add(entry(batch.get(i), groups.get(i), i));
        }
        SendMessageBatchResponse answer =
                client.sendMessageBatch(r -> r.queueUrl(queue.toString()).entries(entries));
        if (!answer.failed().isEmpty()) {
            throw new IllegalStateException("not sent: " + answer.failed());
        }
        answer.successful()
                .forEach(
                        entry -> reservationByMessage.put(entry.messageId(), groups.get(Integer.parseInt(entry.id()))));
        sent.addAndGet(batch.size());
        batch.clear();
        groups.clear();
    }

    private SendMessageBatchRequestEntry entry(OutgoingMessage message, String group, int position) {
        SendMessageBatchRequestEntry.Builder entry = SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(position))
                .messageBody(message.body());
        if (!message.attributes().isEmpty()) {
            entry.messageAttributes(message.attributes().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            attribute -> MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue(attribute.getValue())
                                    .build())));
        }
        if (queue.getPath().endsWith(".fifo")) {
            entry.messageGroupId(group).messageDeduplicationId(Long.toString(sequence.incrementAndGet()));
        }
        return entry.build();
    }

    /** Messages sent so far. */
    public long sent() {
        return sent.get();
    }

    /** How every reservation so far must end, except those forgotten. */
    public List<Expectation> expectations() {
        synchronized (expectations) {
            return List.copyOf(expectations);
        }
    }

    /** Forgets reservations that have ended as they must, here and in both services: for runs without an end. */
    void forget(List<Expectation> ended) {
        synchronized (expectations) {
            expectations.removeAll(Set.copyOf(ended));
        }
        Set<String> forgotten = ended.stream().map(Expectation::reservationId).collect(Collectors.toSet());
        reservationByMessage.values().removeAll(forgotten);
        ended.forEach(expectation -> {
            book.forget(expectation.reservationId());
            stock.forget(expectation.reservationId());
        });
    }
}
