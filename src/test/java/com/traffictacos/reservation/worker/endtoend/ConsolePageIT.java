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
        page.evaluate("location.hash = 'reservation'");
        page.awaitCount("#view-reservation", 1);
        isAccessible("search for a reservation");
        page.evaluate("location.hash = 'reservation/rsv_8'");
        page.awaitCount("#reservation-dead-letters li", 1);
        isAccessible("reservation");
        screenshots("page-reservation");
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
        isAccessible("reservation that is not found");
        page.evaluate("globalThis.copied = []; navigator.clipboard.writeText = async text => void copied.push(text)");
        page.evaluate("document.querySelectorAll('#reservation-known > header .quiet').forEach(b => b.click())");
        page.awaitTrue("copied.length === 3");
        assertThat(text("copied[0]")).endsWith("/console/#reservation/rsv_none");
        assertThat(text("copied[1]")).contains("/admin/reservations/rsv_none'");
        assertThat(text("copied[2]"))
                .contains("-d '{\"reservation_id\":\"rsv_none\"}'", "ReservationService/GetOverview");
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

    private long lookUps() {
        return worker.calls().stream()
                .filter(call -> call.startsWith("GET reservations/"))
                .count();
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
        page.open(worker.page().resolve("icon.svg"));
        page.evaluate("sessionStorage.setItem('console.token', '" + OperatorToken.VALUE + "')");
        page.open(worker.page().resolve(fragment));
        page.awaitCount("#room", 1);
        page.awaitText("#state", "waiting");
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
