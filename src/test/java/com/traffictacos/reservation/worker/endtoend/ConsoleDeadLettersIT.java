package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

/** The page's dead letters: thousands of them, searched, changed, redriven and discarded. */
class ConsoleDeadLettersIT extends ConsolePageFixture {

    @Test
    void redrivesThousandsOnlyByTheirNumber() {
        worker.hold(6_000);
        list();

        page.press("d");
        page.awaitCount("#confirm", 1);
        page.press("Enter");
        page.type("600");
        page.press("Enter");
        assertThat(page.evaluate("document.querySelector('#go').disabled")).isEqualTo(JsonValue.TRUE);
        assertThat(worker.calls()).noneMatch(call -> call.contains("dead-letters/redrive"));
        page.screenshot("count");
        page.type("0");
        page.press("Enter");

        page.awaitCount("dialog", 0);
        assertThat(worker.calls())
                .anyMatch(call -> call.startsWith("POST dead-letters/redrive {\"selection\":{},\"dry_run_token\":")
                        && call.contains("\"confirm\":\"6000\""));
    }

    @Test
    void discardsWhatFitsTheFilterOnlyByItsNumber() {
        worker.hold(600);
        list();
        assertThat(page.count("#discard")).isZero();
        page.click(".chip[data-word=invalid_field]");
        page.awaitText(".what", "100 fit the filter");

        page.press("D");
        page.awaitCount("#confirm", 1);
        page.type("discard");
        page.press("Enter");
        assertThat(worker.calls()).noneMatch(call -> call.contains("dead-letters/discard"));
        page.evaluate("document.querySelector('#confirm').value = ''");
        page.type("600");
        page.press("Enter");

        page.awaitCount("dialog", 0);
        assertThat(worker.calls())
                .anyMatch(call -> call.startsWith("POST dead-letters/dry-run {\"action\":\"discard\","))
                .anyMatch(call ->
                        call.startsWith("POST dead-letters/discard {\"selection\":{\"reasons\":[\"invalid_field\"]},")
                                && call.contains("\"confirm\":\"600\""));
    }

    @Test
    void keepsTheFocusAfterAFilter() {
        list();
        page.evaluate("document.querySelector('.chip[data-word=unknown]').focus()");
        page.press(" ");
        page.awaitCount(ROWS, 10);

        page.awaitTrue(FOCUSED + ".matches('.chip[data-word=unknown][aria-pressed=true]')");
    }

    @Test
    void fillsTheListWhileAScanGoesOn() {
        worker.scanGoesOn(55);
        page.evaluate("location.hash = 'dead-letters'");
        page.awaitCount(ROWS, 5);
        page.awaitText(".list .scan", "Looking: 5 of about 60 seen");
        page.press("j");
        page.press("x");
        worker.scanGoesOn(40);
        page.awaitCount(ROWS, 20);

        page.awaitCount(ROWS + "[data-selected]", 1);
        page.awaitTrue(FOCUSED + ".matches('" + ROWS + "[data-selected]')");
        worker.scanGoesOn(0);
        page.awaitCount(ROWS, 60);
        page.awaitText(".list .scan", "60 dead letters seen, which is all");
        page.awaitCount(ROWS + "[data-selected]", 1);
    }

    @Test
    void saysThatASearchFoundNoneAmongThoseSeenAndRedrivesNoneOfIt() {
        worker.scanGoesOn(35);
        page.evaluate("location.hash = 'dead-letters?search=rsv_1&sort=oldest'");
        page.awaitText(".list .empty", "25 of about 60 seen so far; none fits the filter. The scan goes on");
        worker.scanGoesOn(0);
        page.awaitText(".list .empty", "No dead letter fits the filter");

        page.awaitTrue("document.querySelector('#redrive').disabled");
        assertThat(worker.calls())
                .anyMatch(call ->
                        call.startsWith("GET dead-letters?search=rsv_1&sort=oldest&page_size=100&wait_seconds=1"));
    }

    @Test
    void saysThatNotEveryBodyWasSearched() {
        worker.searchesAllBut(12);
        page.evaluate("location.hash = 'dead-letters?search=needle'");

        page.awaitText(".list .empty", "None found. The bodies of 12 dead letters were not searched");
        page.awaitText(".scan", "The bodies of 12 dead letters were not searched");
    }

    @Test
    void warnsOfWhatTheQueueDeletesSoonAndShowsTheTrend() {
        list();
        page.awaitText("#expiry", "The queue deletes dead letters in 5 h");
        page.awaitCount(".dead .kept", 1);
        assertThat(text("document.querySelector('.trend .bars').getAttribute('aria-label')"))
                .startsWith("paid but not held: 29 in the last 24 hours, most from ")
                .endsWith(" on, 7");
        assertThat(page.text("#trend")).doesNotContain("there are more");
        page.press("j");
        page.press("Enter");
        page.awaitText("#kept", "h left");
        isAccessible("retention and trend");
        screenshots("page-trend");
        worker.scanGoesOn(20);
        page.press("Escape");
        page.press("r");
        page.awaitText("#trend", "among those seen so far; there are more");
        worker.scanGoesOn(0);
    }

    @Test
    void saysHowManyACancelledJobLeft() {
        list();
        page.awaitText("#jobs", "10 of 16");
        assertThat(page.text("#jobs")).contains("reason retries_exhausted");
        page.press("d");
        page.awaitCount("#confirm", 1);
        page.type("60");
        page.press("Enter");
        page.awaitText(".job-selection", "reason retries_exhausted");
        page.evaluate("document.querySelector('#cancel-job').focus()");
        page.awaitTrue("new Promise(done => setTimeout(() => done(" + FOCUSED + "?.id === 'cancel-job'), 2500))");
        worker.endJob("cancelled");
        page.awaitText("#job", "cancelled");
        page.awaitText(".job-figures", "10 of 60");
    }

    @Test
    void sendsAChangedBodyOnceTheDecoderAcceptsIt() {
        enter("#dead-letters/letter-8");
        page.awaitCount("#dead-letter-body", 1);
        page.evaluate("document.querySelector('#edit').focus()");
        page.press("Enter");
        page.awaitTrue(FOCUSED + ".id === 'edit-body'");
        isAccessible("editor");
        screenshots("page-editor");
        page.evaluate("document.querySelector('#edit-body').value = ''");
        page.type("{\"amount\":\"wrong\"}");
        page.click("#edit-send");

        page.awaitText("#edit-problem", "amount: must be a whole number");
        page.awaitTrue(FOCUSED + ".id === 'edit-body' && " + FOCUSED + ".selectionStart === 1");
        isAccessible("editor with a refusal");
        page.screenshot("page-editor-refused");
        assertThat(page.count("#resend-dialog")).isZero();
        page.evaluate("document.querySelector('#edit-body').value = ''");
        page.type("{\"amount\":1}");
        page.awaitTrue("document.querySelector('#edit-problem').textContent === ''");
        page.click("#edit-send");
        page.awaitCount("#resend-dialog", 1);
        page.awaitText("#resend-dialog", "rsv_<b>8</b>");
        isAccessible("dialog of a resend");
        page.screenshot("page-resend");
        assertThat(worker.calls()).noneMatch(call -> call.contains("\"confirm\":\"resend\""));
        page.click("#go");
        page.awaitCount("dialog", 0);

        page.awaitText("#job", "10");
        assertThat(worker.calls())
                .filteredOn(call -> call.startsWith("POST dead-letters/letters/letter-8/resend "))
                .hasSize(3)
                .last()
                .asString()
                .endsWith("{\"body\":\"{\\\"amount\\\":1}\",\"confirm\":\"resend\"}");
    }

    @Test
    void losesNoChangeThatWasBegun() {
        list();
        page.press("j");
        page.press("Enter");
        page.awaitCount("#dead-letter-body", 1);
        page.click("#edit");
        page.type(" ");
        page.press("Escape");
        page.press("Escape");

        page.awaitText("#toasts", "The body has been changed");
        assertThat(page.count("#edit-body")).isOne();
        page.click("#edit-cancel");
        page.awaitTrue(FOCUSED + ".id === 'edit'");
        page.press("Escape");
        page.awaitCount("#drawer", 0);
    }
}
