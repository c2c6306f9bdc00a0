package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The page as a whole: keyboard, addresses, times, figures, who may do what. */
class ConsolePageIT extends ConsolePageFixture {

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
}
