package com.traffictacos.reservation.worker.operations.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Head;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQuery.Order;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterQueryTest {

    private final OperatorFixture operators = new OperatorFixture();

    @BeforeEach
    void fill() {
        put("expired rsv_alpha", "unexpected_status", "the status is CONFIRMED", "2025-01-23T09:00:00Z", "2");
        put("approved rsv_beta", "paid_but_not_held", "x".repeat(300) + " EXPIRED", "2025-01-23T09:30:00Z", "7");
        put("failed rsv_alphabet", "invalid_field", "qty", "2025-01-23T09:10:00Z", "1");
        put("rubbish with a Needle", "invalid_json", "", "2025-01-23T09:20:00Z", "1");
    }

    @AfterEach
    void close() {
        operators.close();
    }

    @Test
    void findsAPartOfAReservationId() {
        assertThat(search("RSV_alpha")).containsExactly("letter-3", "letter-1");
    }

    @Test
    void findsTextInBodyAndDetail() {
        assertThat(search("needle")).containsExactly("letter-4");
        assertThat(search("confirmed")).containsExactly("letter-1");
        // Beyond what a list shows of the detail; "expired" is in the body of another one.
        assertThat(search("x EXPIRED")).containsExactly("letter-2");
        assertThat(search("letter-3")).containsExactly("letter-3");
    }

    /** Text is not a pattern. */
    @Test
    void takesSearchedTextAsItIs() {
        assertThat(search(".*")).isEmpty();
        assertThat(search("(")).isEmpty();
    }

    @Test
    void findsNoMoreThanTheFilterSelects() {
        DeadLetterQuery query =
                new DeadLetterQuery(OperatorFixture.reason("invalid_field"), Optional.of("alpha"), Order.NEWEST);
        assertThat(ids(query)).containsExactly("letter-3");
    }

    @Test
    void sorts() {
        assertThat(sorted("newest")).containsExactly("letter-2", "letter-4", "letter-3", "letter-1");
        assertThat(sorted("oldest")).containsExactly("letter-1", "letter-3", "letter-4", "letter-2");
        assertThat(sorted("most_attempts")).containsExactly("letter-2", "letter-1", "letter-4", "letter-3");
        assertThat(sorted("reason")).containsExactly("letter-3", "letter-4", "letter-2", "letter-1");
        assertThat(sorted("reservation")).containsExactly("letter-4", "letter-1", "letter-3", "letter-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Order.of("size"))
                .withMessage("sort: one of newest, oldest, most_attempts, reason, reservation");
    }

    @Test
    void refusesTextThatIsTooLong() {
        assertThatIllegalArgumentException().isThrownBy(() -> search("x".repeat(201)));
        assertThatIllegalArgumentException().isThrownBy(() -> search(""));
    }

    private List<String> search(String text) {
        return ids(new DeadLetterQuery(DeadLetterFilter.ALL, Optional.of(text), Order.NEWEST));
    }

    private List<String> sorted(String order) {
        return ids(new DeadLetterQuery(DeadLetterFilter.ALL, Optional.empty(), Order.of(order)));
    }

    private List<String> ids(DeadLetterQuery query) {
        return operators.pages.page(query, 50, Optional.empty(), false, Optional.empty()).deadLetters().stream()
                .map(Head::id)
                .toList();
    }

    private void put(String body, String reason, String detail, String failedAt, String attempts) {
        operators.queue.put(
                body,
                Map.of(
                        "failure_reason", text(reason),
                        "failure_detail", text(detail),
                        "failed_at", text(failedAt),
                        "attempts", text(attempts)),
                Optional.empty());
    }

    private static MessageAttribute text(String value) {
        return new MessageAttribute.Text("String", value);
    }
}
