package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

/** The view of one reservation in a browser, with a stand-in for the worker behind it. */
class ConsoleReservationIT extends ConsolePageFixture {

    @Test
    void breaksNoRuleOfAccessibility() {
        page.evaluate("location.hash = 'reservation'");
        page.awaitCount("#view-reservation", 1);
        assertThat(Accessibility.violations(page)).as("search").isEmpty();
        page.evaluate("location.hash = 'reservation/rsv_8'");
        page.awaitCount("#reservation-dead-letters li", 1);
        assertThat(Accessibility.violations(page)).as("what is known").isEmpty();
        for (int width : new int[] {390, 820, 1440, 2560}) {
            for (String colours : new String[] {"dark", "light"}) {
                page.screen(width, width < 500 ? 844 : 900, colours);
                page.screenshot("page-reservation-" + width + "-" + colours);
                assertThat(page.evaluate("document.documentElement.scrollWidth"))
                        .hasToString(Integer.toString(width));
            }
        }
    }

    @Test
    void looksUpAReservationByTheKeyboardAlone() {
        page.press("s");
        page.awaitTrue(FOCUSED + ".id === 'reservation-id'");
        page.type("no/such");
        page.press("Enter");
        assertThat(page.evaluate(FOCUSED + ".validity.customError")).isEqualTo(JsonValue.TRUE);
        page.evaluate(FOCUSED + ".select()");
        page.type("rsv_8");
        page.press("Enter");

        page.awaitText("#reservation-status", "CONFIRMED");
        assertThat(text("location.hash")).isEqualTo("#reservation/rsv_8");
        page.awaitTrue("document.querySelector('#reservation-known').contains(" + FOCUSED + ")");
        assertThat(page.text("#reservation-known")).contains("<i>user</i>", "A-1, A-2", "on worker-1");
        assertThat(page.text("#reservation-in-flight")).contains("commit seats, attempt 2");
        assertThat(page.text("#reservation-outcomes")).contains("retried", "3 tries", "transient");
        assertThat(text("[...document.querySelectorAll('#reservation-links a')].map(a => a.href).join()"))
                .isEqualTo("https://traces.example/5b8a,https://logs.example/?q=rsv_8");
        page.evaluate("history.back()");
        page.awaitCount("#reservation-known", 0);
        assertThat(page.count("#view-reservation")).isOne();
    }

    @Test
    void opensTheReservationThatAnAddressNamesAndItsDeadLetters() {
        enter("#reservation/rsv%3A8");
        page.awaitText("#reservation-known h2", "rsv:8");
        page.awaitTrue("document.querySelector('#reservation-id').value === 'rsv:8'");
        enter("#reservation/rsv_8");
        page.click("#reservation-dead-letters a");
        page.awaitText("#drawer h2", "rsv_8");
        assertThat(text("location.hash")).isEqualTo("#dead-letters/letter-8");
        page.click("#drawer h2 a");

        page.awaitText("#reservation-known h2", "rsv_8");
        assertThat(text("location.hash")).isEqualTo("#reservation/rsv_8");
    }

    @Test
    void fillsTheDeadLettersOfAReservationWhileAScanGoesOn() {
        worker.scanGoesOn(55);
        enter("#reservation/rsv_8");
        page.awaitText("#reservation-known", "5 of about 60 seen so far, the scan goes on");
        page.awaitText("#reservation-status", "CONFIRMED");
        page.awaitText("#reservation-known", "None so far.");
        page.evaluate("document.querySelector('#reservation-again').focus()");
        worker.scanGoesOn(40);
        page.awaitCount("#reservation-dead-letters li", 1);
        assertThat(text(FOCUSED + ".id")).isEqualTo("reservation-again");
        worker.scanGoesOn(0);
        page.awaitText("#reservation-known", "of all");
        page.awaitTrue("!document.querySelector('#reservation-known').hasAttribute('aria-busy')");

        assertThat(worker.calls())
                .contains("GET reservations/rsv_8?wait_seconds=0 ", "GET reservations/rsv_8?wait_seconds=1 ");
        page.click("#reservation-scan");
        await().until(() -> worker.calls().contains("GET reservations/rsv_8?wait_seconds=0&refresh=true "));
    }

    @Test
    void asksNoMoreForAReservationThatIsNotShown() {
        worker.scanGoesOn(55);
        enter("#reservation/rsv_8");
        page.awaitText("#reservation-known", "the scan goes on");
        page.press("2");
        page.awaitCount("#view-dead-letters", 1);
        page.awaitTrue("!document.querySelector('#reservation-known').hasAttribute('aria-busy')");

        // The list asks every second; a call for the reservation that was under way may still be among these.
        long before = lookUps();
        int calls = worker.calls().size();
        await().until(() -> worker.calls().size() > calls + 4);
        assertThat(lookUps()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void saysWhatOfAReservationCannotBeRead() {
        enter("#reservation/rsv_none");

        page.awaitText("#reservation-known .problem", "reservation not found: GET answered 404 <b>");
        page.awaitText("#reservation-outcomes", "retried");
        assertThat(Accessibility.violations(page)).isEmpty();
        page.evaluate("globalThis.copied = []; navigator.clipboard.writeText = async text => void copied.push(text)");
        page.evaluate("document.querySelectorAll('#reservation-known > header .quiet').forEach(b => b.click())");
        page.awaitTrue("copied.length === 3");
        assertThat(text("copied[0]")).endsWith("/console/#reservation/rsv_none");
        assertThat(text("copied[1]")).contains("/admin/reservations/rsv_none'");
        assertThat(text("copied[2]"))
                .contains("-d '{\"reservation_id\":\"rsv_none\"}'", "ReservationService/GetOverview");
    }

    private long lookUps() {
        return worker.calls().stream()
                .filter(call -> call.startsWith("GET reservations/"))
                .count();
    }
}
