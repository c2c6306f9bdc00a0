package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld.Ports;
import com.traffictacos.reservation.worker.sandbox.SeatStock.SeatState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class SandboxWorldTest {

    private SandboxWorld world;
    private SqsClient client;

    @BeforeEach
    void open() {
        world = SandboxWorld.start();
        client = SandboxSqsClients.at(world.gateway().endpoint());
    }

    @AfterEach
    void close() {
        client.close();
        world.close();
    }

    @Test
    void findsNothingWrongOnceEveryStoryIsTold() {
        world.generator().send(new ReservationGenerator(EventMix.burst(), 7), 300);
        assertThat(world.depth().total()).isEqualTo(300);

        consume(300);

        WorldCheck.Findings findings = world.findings();
        RunReport report = RunReport.of(world, 20, findings.wrong().size());
        assertThat(findings.wrong()).isEmpty();
        assertThat(findings.checked()).isPositive();
        assertThat(report.isRight()).isTrue();
        assertThat(report.settled()).isEqualTo(300);
        assertThat(report.lost()).isZero();
        assertThat(report.table()).contains("settled                              300");
        assertThat(report.json().getInt("settled")).isEqualTo(300);
    }

    @Test
    void findsWhatWasDroppedWithoutWork() {
        world.generator()
                .send(
                        new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES, ReservationScript.IS_PAID), 7),
                        20);

        List<Message> dropped = receive();
        delete(dropped);
        consume(20 - dropped.size());

        assertThat(world.findings().wrong()).anyMatch(line -> line.contains("is HOLD, must be"));
        assertThat(world.findings().wrong()).anyMatch(line -> line.contains("is RESERVED, must be"));
    }

    @Test
    void findsSeatsThatWereTakenFromTheirOwner() {
        ReservationGenerator stories =
                new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES_AFTER_PAYMENT), 1);
        PlannedReservation sold = stories.next(1);
        while (sold.seats().seatIds().isEmpty()) {
            sold = stories.next(1);
        }
        world.generator().send(sold);
        assertThat(world.findings().wrong()).isEmpty();

        String concert = sold.concert();
        String seatId = sold.seats().seatIds().getFirst();
        world.inventory().stock().forget(sold.reservationId());
        world.inventory().stock().open(concert, sold.seats().seatIds());

        assertThat(world.findings().wrong())
                .anyMatch(line -> line.contains("seat " + seatId + " is AVAILABLE, must be SOLD"));
    }

    @Test
    void expectsDeadLettersWithTheirReason() {
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.PAID_TOO_LATE), 1), 3);
        assertThat(world.findings().wrong()).hasSize(3).allMatch(line -> line.contains("no dead letter, expected"));

        List<Message> messages = receive();
        sendToDeadLetterQueue(messages.get(0), "paid_but_not_held");
        sendToDeadLetterQueue(messages.get(1), "unexpected_error");
        sendToDeadLetterQueue(messages.get(2), "paid_but_not_held");

        assertThat(world.findings().wrong()).singleElement().asString().contains("unexpected_error");
        assertThat(world.deadLetterDepth().total()).isEqualTo(3);
        assertThat(world.gateway().ledger().totals().sent()).isEqualTo(3);
    }

    @Test
    void findsDeadLettersThatNobodyExpects() {
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 1), 1);
        sendToDeadLetterQueue(receive().getFirst(), "retries_exhausted");
        assertThat(world.findings().wrong()).anyMatch(line -> line.contains("expected no dead letter"));
    }

    @Test
    void tellsSettingsThatLeadIntoIt() {
        assertThat(world.settings())
                .containsEntry("INVENTORY_GRPC_ADDR", world.inventory().address())
                .containsEntry(
                        "RESERVATION_API_BASE", world.reservationApi().base().toString())
                .hasEntrySatisfying(
                        "SQS_QUEUE_URL",
                        url -> assertThat(url)
                                .startsWith(world.gateway().endpoint().toString()));
    }

    @Test
    void keepsGroupsOnFifoQueue() {
        try (SandboxWorld fifo = SandboxWorld.start("events.fifo", Ports.FREE, 1)) {
            fifo.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES_TWICE), 1), 4);
            assertThat(fifo.depth().total()).isEqualTo(4);
        }
    }

    @Test
    void forgetsReservationsThatHaveEnded() {
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.PAYMENT_PENDING), 1), 5);
        world.generator().forget(world.generator().expectations().subList(0, 2));
        assertThat(world.generator().expectations()).hasSize(3);
        assertThat(world.findings().wrong()).isEmpty();
    }

    @Test
    void showsProgress() {
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 1), 10);
        Progress progress = new Progress(world, Duration.ZERO);

        String line = progress.tick(Optional.of("worker_events_total{type=\"expired\",outcome=\"retried\",} 2.0\n"));

        assertThat(line).contains("sent     10", "retried    2", "settled      0");
        assertThat(progress.isDone(10)).isFalse();
        assertThat(progress.isHung()).isTrue();

        consume(10);
        progress.tick(Optional.empty());

        assertThat(progress.isDone(10)).isTrue();
    }

    /** A consumer that knows the end of every story and makes it true. */
    private void consume(int messages) {
        Map<String, Expectation> ends = world.generator().expectations().stream()
                .collect(Collectors.toMap(Expectation::reservationId, Function.identity()));
        int left = messages;
        while (left > 0) {
            List<Message> received = receive();
            received.forEach(message -> end(ends, message));
            delete(received);
            left -= received.size();
        }
    }

    private void end(Map<String, Expectation> ends, Message message) {
        Expectation end = Optional.ofNullable(ends.get(
                        JsonText.object(message.body()).getJsonObject("detail").getString("reservation_id")))
                .orElseThrow();
        if (end.story().after() != BookStatus.HOLD) {
            world.reservationApi().book().move(end.reservationId(), end.story().after());
        }
        SeatStock stock = world.inventory().stock();
        if (end.story().seatsAfter() == SeatState.SOLD) {
            stock.commit(end.reservationId(), end.concert(), end.seats());
        } else if (end.story().seatsAfter() == SeatState.AVAILABLE) {
            stock.release(end.reservationId(), end.concert(), end.seats());
        }
    }

    private String queue() {
        return Optional.ofNullable(world.settings().get("SQS_QUEUE_URL")).orElseThrow();
    }

    private List<Message> receive() {
        return client.receiveMessage(r -> r.queueUrl(queue())
                        .maxNumberOfMessages(10)
                        .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
                .messages();
    }

    private void delete(List<Message> messages) {
        client.deleteMessageBatch(r -> r.queueUrl(queue())
                .entries(messages.stream()
                        .map(m -> DeleteMessageBatchRequestEntry.builder()
                                .id(m.messageId())
                                .receiptHandle(m.receiptHandle())
                                .build())
                        .toList()));
    }

    private void sendToDeadLetterQueue(Message message, String reason) {
        client.sendMessage(r -> r.queueUrl(queue() + "-dlq")
                .messageBody(message.body())
                .messageAttributes(Map.of(
                        "failure_reason",
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(reason)
                                .build())));
        delete(List.of(message));
    }
}
