package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console in a browser, with a stand-in for the worker behind it: what is hard to bring about with a real one. */
@ExtendWith(SoftAssertionsExtension.class)
class ConsolePageIT {

    private static final String ROWS = ".dead tbody tr";
    private static final String FOCUSED = "document.activeElement";

    private static Chromium chromium;
    private static BrowserPage page;

    @InjectSoftAssertions
    private SoftAssertions softly;

    private ConsoleStandIn worker;

    @BeforeAll
    static void start() {
        chromium = Chromium.startOrSkip();
        page = chromium.page();
    }

    @AfterAll
    static void close() {
        if (page != null) {
            page.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        worker = new ConsoleStandIn();
        page.screen(1400, 900, "light");
        enter("#live");
    }

    @AfterEach
    void stop() {
        assertThat(page.complaints()).isEmpty();
        worker.close();
    }

    @Test
    void breaksNoRuleOfAccessibility() {
        isAccessible("live");
        list();
        isAccessible("list");
        screenshots("page-list");
        page.click(".chip[data-word=invalid_field]");
        page.awaitCount(ROWS, 10);
        page.press("j");
        page.press("x");
        isAccessible("list with a filter and a selection");
        page.press("Enter");
        page.awaitCount("#dead-letter-body", 1);
        isAccessible("drawer");
        screenshots("page-drawer");
        page.press("Escape");
        page.press("d");
        page.awaitCount("#go", 1);
        isAccessible("dialog of a redrive");
        page.press("Escape");
        page.press("D");
        page.awaitCount("#confirm", 1);
        isAccessible("dialog of a discard");
        page.press("Escape");
        page.press("?");
        page.awaitCount("#help-dialog", 1);
        isAccessible("keys");
        page.press("Escape");
        page.click("#leave");
        page.awaitCount("#door", 1);
        isAccessible("door");
    }

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
    void showsNoMoreBusyWorkersThanThereAre() {
        page.awaitText("#tile-workers .figure", "of 20");
        assertThat(page.text("#tile-workers .value")).isEqualTo("20");
        assertThat(page.text("#tile-workers .note")).isEqualTo("4 more held");
    }

    @Test
    void saysWhyAServiceFailsAndThatItFlaps() {
        worker.flap();
        page.awaitText("#state", "unstable");
        page.awaitText("#banner", "inventory was down until");
        page.awaitText("#banner", "3 times in the last 5 m");
        page.awaitText("#tile-dependencies", "unstable, 12 % of calls fail");
        page.awaitText("#services", "UNAVAILABLE <b>io</b>");
        page.awaitText("[data-operation=commit_reservation]", "DEADLINE_EXCEEDED");
        for (String figure : new String[] {"400", "12 %", "18", "251", "250"}) {
            assertThat(page.text("[data-operation=commit_reservation]")).contains(figure);
        }
        isAccessible("services");
        screenshots("page-services");
    }

    @Test
    void isUsedByTheKeyboardAloneWithShortcutsOff() {
        list();
        page.click("#help");
        page.click("#keys-on");
        page.press("Escape");
        page.awaitCount("dialog", 0);
        assertThat(page.evaluate("localStorage.getItem('console.keys')")).hasToString("\"off\"");
        page.press("1");
        assertThat(page.count("#view-dead-letters")).isOne();

        page.evaluate("document.querySelector('#redrive').focus()");
        page.press("Tab");
        page.press("Tab");
        page.awaitTrue(FOCUSED + ".matches('.dead tbody tr')");
        assertThat(text(FOCUSED + ".getAttribute('aria-label')")).isEqualTo("paid but not held, rsv_0, approved");
        page.press("ArrowDown");
        page.press("ArrowDown");
        assertThat(text(FOCUSED + ".dataset.id")).isEqualTo("letter-2");
        page.press(" ");
        page.awaitText(".what", "1 selected");
        assertThat(text(FOCUSED + ".getAttribute('aria-selected')")).isEqualTo("true");
        page.press("Enter");
        page.awaitCount("#dead-letter-body", 1);
        page.awaitTrue("document.querySelector('#drawer').contains(" + FOCUSED + ")");
        page.press("Escape");
        page.awaitCount("#drawer", 0);
        assertThat(text(FOCUSED + ".dataset.id")).isEqualTo("letter-2");
        enter("#dead-letters");
        page.press("1");
        assertThat(page.count("#view-dead-letters")).as("remembered").isOne();
        page.evaluate("localStorage.clear()");
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
    void showsWhatOperatorsHaveChanged() {
        page.awaitText("#changes", "redrive done");
        page.awaitText("#changes", "192.0.2.7");
        page.awaitText("#changes", "reason <b>invalid_field</b>");
    }

    @Test
    void offersNoChangeToAReader() {
        page.awaitTrue("document.querySelector('#pause').checkVisibility()");
        worker.giveRole("read");
        enter("#dead-letters");
        page.awaitTrue("document.body.dataset.role === 'read'");
        page.awaitCount(ROWS, 60);
        page.press("j");
        page.press("x");
        page.press("Enter");
        page.awaitCount("#dead-letter-body", 1);

        for (String button : new String[] {"#pause", "#redrive", "#discard", ".drawer-tools .button"}) {
            page.awaitTrue("!document.querySelector('%s').checkVisibility()".formatted(button));
        }
    }

    @Test
    void saysWithinThreeSecondsThatTheWorkerIsFrozen() {
        page.awaitText("#state", "waiting");
        worker.freeze();
        long begin = System.nanoTime();

        page.awaitText("#state", "no answer");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(3_100));
        page.awaitText("#banner", "may be frozen");
        page.screenshot("frozen");
        isAccessible("frozen");
        worker.thaw();
        page.awaitText("#state", "waiting");
    }

    @Test
    void showsTimesWithTheirZoneAndAgesThatMove() {
        page.zone("Asia/Seoul");
        enter("#dead-letters/letter-3");
        page.awaitText("#drawer .facts", "GMT+9");
        page.click("#zone");
        page.awaitText("#drawer .facts", "UTC");
        assertThat(page.text("#drawer .facts")).doesNotContain("GMT+9");
        assertThat(page.text(".scan")).doesNotContain("GMT+9");
        String age = page.text(".dead .died time");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !page.text(".dead .died time").equals(age));
        enter("#dead-letters/letter-3");
        page.awaitText("#drawer .facts", "UTC");
        page.evaluate("localStorage.clear()");
        page.zone("");
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

    @Test
    void opensWhatAnAddressNames() {
        enter("#dead-letters/letter-8?reason=invalid_field&type=approved");

        page.awaitCount("#dead-letter-body", 1);
        page.awaitText("#drawer h2", "rsv_8");
        page.awaitCount(ROWS, 10);
        page.awaitTrue("document.querySelector('tr[data-id=letter-8]').hasAttribute('aria-current')");
        page.press("Escape");
        page.awaitTrue("location.hash === '#dead-letters?reason=invalid_field&type=approved'");
        page.click(".chip[data-word=invalid_field]");
        page.awaitTrue("location.hash === '#dead-letters?type=approved'");
        assertThat(page.evaluate("location.href").toString()).doesNotContain(OperatorToken.VALUE);
    }

    @Test
    void copiesCommandsAndSavesRowsWithoutTheToken() {
        list();
        page.click(".chip[data-word=invalid_field]");
        page.awaitCount(ROWS, 10);
        page.evaluate("globalThis.copied = []; navigator.clipboard.writeText = async text => void copied.push(text)");
        page.evaluate("globalThis.saved = []; URL.createObjectURL = blob => (saved.push(blob), 'data:,')");
        page.click("#sharing summary");
        for (int i = 1; i <= 4; i++) {
            page.click("#sharing .button:nth-child(" + i + ")");
        }
        page.awaitTrue("copied.length === 3 && saved.length === 1");

        assertThat(text("copied[0]")).endsWith("/console/#dead-letters?reason=invalid_field");
        assertThat(text("copied[1]"))
                .isEqualTo("curl -sS -H \"Authorization: Bearer $TOKEN\" '"
                        + worker.page().resolve("/admin/dead-letters?reason=invalid_field") + "'");
        assertThat(text("copied[2]"))
                .contains("-d '{\"selection\":{\"reasons\":[\"invalid_field\"]}}'", "DeadLetterService/List");
        assertThat(text("copied.join()")).doesNotContain(OperatorToken.VALUE);
        String lines = text("saved[0].text()");
        assertThat(lines.lines()).hasSize(10).allMatch(line -> line.startsWith("{\"id\":\"letter-"));
    }

    @Test
    void quotesWhatComesFromEventsForTheShell() {
        enter("#dead-letters?reservation_id=x%27%3B%20touch%20%2Ftmp%2Fowned%20%27");
        page.awaitCount(ROWS, 60);
        page.evaluate("globalThis.copied = []; navigator.clipboard.writeText = async text => void copied.push(text)");
        page.click("#sharing summary");
        page.click("#sharing .button:nth-child(4)");
        page.awaitTrue("copied.length === 1");

        assertThat(text("copied[0]"))
                .contains("{\"selection\":{\"reservation_id\":\"x'\\''; touch /tmp/owned '\\''\"}}");
    }

    private void isAccessible(String what) {
        softly.assertThat(Accessibility.violations(page)).as(what).isEmpty();
    }

    /** On every kind of screen, in both colours. */
    private static void screenshots(String name) {
        for (int width : new int[] {390, 820, 1440, 2560}) {
            for (String colours : new String[] {"dark", "light"}) {
                page.screen(width, width < 500 ? 844 : 900, colours);
                page.screenshot(name + "-" + width + "-" + colours);
            }
        }
        page.screen(1400, 900, "light");
    }

    private void enter(String fragment) {
        worker.enter(page, fragment);
    }

    private static void list() {
        page.evaluate("location.hash = 'dead-letters'");
        page.awaitTrue("document.querySelectorAll('" + ROWS + "').length > 0");
        page.awaitTrue("!document.querySelector('#dead-letter-list').hasAttribute('aria-busy')");
    }

    private static String text(String expression) {
        return ((JsonString) page.evaluate(expression)).getString();
    }
}
