package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationBodyTest {

    @Test
    void readsNamedSeats() {
        assertThat(seats("{\"seat_ids\":[\"A1\",\"A2\"],\"quantity\":2}"))
                .contains(SeatSelection.ofSeats(List.of("A1", "A2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"seat_ids\":[\"A1\",\"A2\"]}", "{\"seat_ids\":[\"A1\",\"A2\"],\"quantity\":null}"})
    void countsNamedSeatsWhoseNumberIsNotGiven(String json) {
        assertThat(seats(json)).contains(SeatSelection.ofSeats(List.of("A1", "A2")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"quantity\":3}", "{\"seat_ids\":[],\"quantity\":3}", "{\"seat_ids\":null,\"quantity\":3}"})
    void readsNumberOfSeatsWithoutNames(String json) {
        assertThat(seats(json)).contains(SeatSelection.ofQuantity(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"seat_ids\":null,\"quantity\":null}",
                "{\"quantity\":0}",
                "{\"quantity\":-1}",
                "{\"quantity\":101}",
                "{\"quantity\":1.5}",
                "{\"quantity\":1E2}",
                "{\"quantity\":1E999999999}",
                "{\"quantity\":\"3\"}",
                "{\"seat_ids\":[\"\"]}",
                "{\"seat_ids\":[\"A1\",\"A2\"],\"quantity\":3}",
                "{\"seat_ids\":[\"A1\",\"A1\"],\"quantity\":2}",
                "{\"seat_ids\":[\"A1\",\"A1\"]}",
                "{\"seat_ids\":[\"A1\"],\"quantity\":\"1\"}"
            })
    void findsNoSeatsInFieldsThatBreakTheRules(String json) {
        assertThat(seats(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"seat_ids\":\"A1\",\"quantity\":1}",
                "{\"seat_ids\":[1],\"quantity\":1}",
                "{\"seat_ids\":[null],\"quantity\":1}",
                "{\"seat_ids\":{\"A1\":true},\"quantity\":1}"
            })
    void movesNoUnnamedSeatsInsteadOfUnreadableOnes(String json) {
        assertThat(seats(json)).isEmpty();
    }

    @Test
    void readsConcert() {
        assertThat(read("{\"event_id\":\"evt_789\"}").eventId()).contains(new ConcertId("evt_789"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"event_id\":null}",
                "{\"event_id\":7}",
                "{\"event_id\":\" \"}",
                "{\"event_id\":\"..\"}",
                "{\"event_id\":\"a/b\"}"
            })
    void findsNoConcertInFieldThatBreaksTheRules(String json) {
        assertThat(read(json).eventId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "\"text\"", "7", "{", "{\"a\":}", "<html>", "not json", "\u0000"})
    void readsNothingButAnObject(String text) {
        assertThat(ReservationBody.read(text)).isEmpty();
    }

    @Test
    void readsNothingThatIsNestedBeyondReason() {
        String nested = "{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";

        assertThat(ReservationBody.read(nested)).isEmpty();
    }

    @Property
    void neverFails(@ForAll String text, @ForAll String value) {
        ReservationBody.read(text);
        ReservationBody.read("{\"seat_ids\":[" + value + "],\"quantity\":" + value + "}")
                .ifPresent(body -> {
                    body.seats();
                    body.eventId();
                });
    }

    private static Optional<SeatSelection> seats(String json) {
        return read(json).seats();
    }

    private static ReservationBody read(String json) {
        return ReservationBody.read(json).orElseThrow();
    }
}
