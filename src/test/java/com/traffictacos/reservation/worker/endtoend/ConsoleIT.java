package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An operator in front of the page, from the token to the end of the worker. Screenshots stay in {@code target}. */
@TestMethodOrder(OrderAnnotation.class)
class ConsoleIT {

    private static final String TOKEN = OperatorToken.VALUE;
    private static final int DEAD_LETTERS = 40;
    private static final int OF_EACH = DEAD_LETTERS / Poison.Kind.values().length;
    private static final String ROWS = ".dead tbody tr";

    private static Chromium chromium;
    private static WorkerFixture fixture;
    private static BrowserPage page;
    private static URI console;

    @BeforeAll
    static void start() {
        chromium = Chromium.startOrSkip();
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(DEAD_LETTERS);
        world.inventory().conditions().setLatency(Duration.ofMillis(150));
        fixture = WorkerFixture.open(
                "console",
                world,
                Map.of(
                        "ADMIN_TOKEN",
                        TOKEN,
                        "CONSOLE_ENABLED",
                        "true",
                        "POD_NAME",
                        "worker-1",
                        "FLEET_PEERS",
                        "127.0.0.1:" + WorkerInstall.freePort()));
        console = fixture.worker().http().resolve("/console");
        page = chromium.page();
        page.screen(1400, 900, "light");
    }

    @AfterAll
    static void close() {
        if (fixture != null) {
            fixture.close();
        }
        if (page != null) {
            page.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    @Order(1)
    void asksForTheTokenAndRefusesAWrongOne() {
        page.open(console);

        page.awaitCount("#door", 1);
        assertThat(page.count("#room")).isZero();
        page.screenshot("door-light");
        page.click("#token");
        page.evaluate("document.querySelector('#token').focus()");
        page.type("not-the-token-of-it");
        page.press("Enter");
        page.awaitText("#door-problem", "not the token");
        page.screenshot("door-wrong-token");
        assertThat(page.evaluate("sessionStorage.length")).hasToString("0");
    }

    @Test
    @Order(2)
    void opensWithTheTokenAndKeepsItInThisTabAlone() {
        page.type(TOKEN);
        page.press("Enter");

        page.awaitCount("#room", 1);
        page.awaitText("#state", "running");
        page.awaitText("#in-flight", "nothing waits in the queue");
        assertThat(page.text("#tile-dead-letters .value")).isEqualTo(Integer.toString(DEAD_LETTERS));
        page.screenshot("live-idle");
        assertThat(page.evaluate("localStorage.length + ' ' + document.cookie")).hasToString("\"0 \"");
        page.open(console);
        page.awaitText("#state", "running");
    }

    @Test
    @Order(3)
    void showsWhatTheWorkerDoesWhileItDoesIt() {
        fixture.world()
                .generator()
                .send(
                        new ReservationGenerator(
                                EventMix.of(
                                        ReservationScript.EXPIRES,
                                        ReservationScript.IS_PAID,
                                        ReservationScript.PAYMENT_FAILS),
                                77),
                        1_500);

        page.awaitTrue("document.querySelectorAll('.work tbody tr').length >= 5");
        page.awaitTrue("parseFloat(document.querySelector('#tile-throughput .value').innerText) > 5");
        page.awaitTrue("/^(ms|s)$/.test(document.querySelector('#tile-latency .unit').innerText)");
        for (int plot = 0; plot < 6; plot++) {
            String pixels = "document.querySelectorAll('.chart canvas')[%d].toDataURL()".formatted(plot);
            JsonValue before = page.evaluate(pixels);
            await("plot " + plot + " moves")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !page.evaluate(pixels).equals(before));
        }
        page.awaitTrue("parseInt(document.querySelector('#tile-queue .value').innerText.replace(',', '')) > 0");
        screenshots("live");
        assertThat(Accessibility.violations(page)).isEmpty();
        fixture.awaitEmptyQueue(Duration.ofMinutes(2));
    }

    @Test
    @Order(4)
    void showsDeadLettersAndFiltersThem() {
        page.press("2");
        page.awaitCount(ROWS, DEAD_LETTERS);
        screenshots("letters");
        assertThat(Accessibility.violations(page)).isEmpty();

        page.click(".chip[data-word=retries_exhausted]");
        page.awaitCount(ROWS, OF_EACH);
        assertThat(page.text(".what")).isEqualTo(OF_EACH + " fit the filter");
        page.click(".chip[data-word=retries_exhausted]");
        page.awaitCount(ROWS, DEAD_LETTERS);

        String reservation = fixture.world()
                .poison()
                .expectations(Poison.Kind.MOVED)
                .getFirst()
                .reservationId();
        page.press("/");
        page.type(reservation);
        page.press("Enter");
        page.awaitCount(ROWS, 1);
        assertThat(page.text(ROWS)).contains(reservation);
        page.evaluate("document.querySelector('#filter-reservation').value = 'no/such'");
        page.press("x");
        page.press("Enter");
        page.awaitText(".list .empty", "That did not work");
        page.evaluate("document.querySelector('#filter-reservation').value = 'rsv_none'");
        page.click("#refresh");
        page.awaitText(".list .empty", "No dead letter fits the filter");
        page.click(".list .empty .button");
        page.awaitCount(ROWS, DEAD_LETTERS);
    }

    @Test
    @Order(5)
    void showsMarkupOfAnEventAsText() {
        page.click(".chip[data-word=invalid_field]");
        page.awaitCount(ROWS, OF_EACH);
        page.press("Escape");
        page.press("j");
        page.press("Enter");

        page.awaitText("#dead-letter-body", "<img src=x onerror=alert(1)><script>alert(2)</script>");
        assertThat(page.text("#drawer .facts")).contains("laid by the sandbox: <img src=x onerror=alert(1)>");
        assertThat(page.evaluate("document.querySelectorAll('img').length")).hasToString("1");
        assertThat(page.evaluate("document.querySelectorAll('script').length")).hasToString("2");
        screenshots("letter");
        assertThat(Accessibility.violations(page)).isEmpty();
        page.press("j");
        page.awaitTrue("document.querySelectorAll('.dead tr')[2].hasAttribute('aria-current')");
        page.press("Escape");
        page.awaitCount("#drawer", 0);
        page.click(".chip[data-word=invalid_field]");
        page.awaitCount(ROWS, DEAD_LETTERS);
    }

    @Test
    @Order(6)
    void showsWhatIsKnownOfAReservation() {
        String reservation = fixture.world()
                .poison()
                .expectations(Poison.Kind.MOVED)
                .getFirst()
                .reservationId();
        page.evaluate("document.activeElement.blur()");
        page.press("s");
        page.type(reservation);
        page.press("Enter");

        page.awaitText("#reservation-known h2", reservation);
        page.awaitCount("#reservation-status", 1);
        page.click("#reservation-scan");
        page.awaitCount("#reservation-dead-letters li", 1);
        screenshots("reservation");
        assertThat(Accessibility.violations(page)).isEmpty();
        page.screen(390, 844, "light");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).hasToString("390");
        page.press("1");
        page.awaitTrue("document.querySelector('#spans').checkVisibility()");
        assertThat(page.evaluate("document.documentElement.scrollWidth")).hasToString("390");
        page.screenshot("tabs-narrow-light");
        page.screen(1400, 900, "light");
        page.open(console.resolve("#reservation/" + reservation));
        page.awaitText("#reservation-known h2", reservation);
        page.click("#reservation-dead-letters a");
        page.awaitText("#drawer h2", reservation);
        page.press("Escape");
        page.awaitCount("#drawer", 0);
        page.awaitCount(ROWS, DEAD_LETTERS);
    }

    @Test
    @Order(7)
    void changesNothingInADryRun() {
        page.click(".chip[data-word=retries_exhausted]");
        page.awaitCount(ROWS, OF_EACH);
        page.press("d");

        page.awaitText("#dry-run-matched", OF_EACH + " of " + DEAD_LETTERS + " dead letters seen");
        screenshots("dry-run");
        assertThat(Accessibility.violations(page)).isEmpty();
        page.press("Escape");
        page.awaitCount("dialog", 0);
        assertThat(fixture.world().deadLetterDepth().waiting()).isEqualTo(DEAD_LETTERS);
    }

    @Test
    @Order(8)
    void redrivesWhatTheFilterMeansAndNothingElse() {
        page.press("d");
        page.awaitCount("#go", 1);
        page.evaluate("document.querySelector('#rate').value = 2");
        page.click("#go");

        page.awaitTrue("parseInt(document.querySelector('#job-done')?.innerText) > 0");
        page.screenshot("redrive-running");
        page.awaitTrue("document.querySelector('#job').dataset.state === 'done'");
        assertThat(page.text("#job-done")).isEqualTo(Integer.toString(OF_EACH));
        page.awaitCount(ROWS, 0);
        page.awaitText("#jobs", "alice");
        screenshots("redrive-done");
        fixture.awaitEmptyQueue(Duration.ofMinutes(1));
        assertThat(fixture.world().deadLetterDepth().waiting()).isEqualTo(DEAD_LETTERS - OF_EACH);
        assertThat(fixture.world()
                        .check()
                        .check(fixture.world().poison().expectations(Poison.Kind.OUTLASTED), List.of())
                        .wrong())
                .isEmpty();
        page.click(".list .empty .button");
        page.awaitCount(ROWS, DEAD_LETTERS - OF_EACH);
    }

    @Test
    @Order(9)
    void discardsWhatIsSelectedOnceTheWordIsTyped() {
        page.press("j");
        page.press("x");
        page.press("j");
        page.press("x");
        page.awaitText(".what", "2 selected");
        page.press("D");
        page.awaitCount("#discard-dialog", 1);
        assertThat(page.evaluate("document.querySelector('#go').disabled")).isEqualTo(JsonValue.TRUE);
        page.screenshot("discard");
        page.type("discard");
        page.click("#go");

        page.awaitTrue("document.querySelector('#job').dataset.state === 'done'");
        page.awaitCount(ROWS, DEAD_LETTERS - OF_EACH - 2);
        assertThat(fixture.world().deadLetterDepth().total()).isEqualTo(DEAD_LETTERS - OF_EACH - 2);
    }

    @Test
    @Order(10)
    void saysThatNoDeadLetterIsLeft() {
        page.press("a");
        page.awaitText(".what", (DEAD_LETTERS - OF_EACH - 2) + " selected");
        page.press("D");
        page.awaitCount("#discard-dialog", 1);
        page.type("discard");
        page.press("Enter");

        page.awaitText(".list .empty", "No dead letters");
        page.awaitText("#tile-dead-letters .note", "none");
        page.screenshot("letters-none");
    }

    @Test
    @Order(11)
    void pausesAndResumes() {
        page.press("1");
        page.press("p");
        page.awaitCount("#pause-dialog", 1);
        page.screenshot("pause");
        page.click("#go");
        page.awaitText("#state", "paused");
        page.awaitText("#in-flight", "paused");
        page.screenshot("paused");
        page.press("p");
        page.awaitText("#state", "running");
    }

    @Test
    @Order(12)
    void showsAllPodsAndPausesThem() {
        // The bar of the last job lies below the messages that the pause brings.
        page.evaluate("document.querySelector('#job button').click()");
        page.evaluate("document.querySelector('#fleet').scrollIntoView()");
        page.awaitText("#fleet-sums", "1 pod answers, 1 receives");
        page.awaitText("#fleet .pods tbody", "worker-1 this one");
        page.awaitText("#fleet-problems", "nothing listens there");
        assertThat(page.text("#fleet-flag")).contains("Not paused");
        page.click("#pause-fleet");
        page.awaitCount("#pause-fleet-dialog", 1);
        assertThat(Accessibility.violations(page)).isEmpty();
        page.click("#go");

        page.awaitText("#state", "fleet paused");
        page.awaitText("#fleet-flag", "All pods are paused by alice");
        // For the screenshots: the rules of accessibility have scrolled.
        page.evaluate("document.querySelector('#fleet').scrollIntoView()");
        page.awaitText("#fleet .pods tbody", "fleet paused");
        page.awaitText("#in-flight", "paused");
        screenshots("fleet-paused");
        assertThat(Accessibility.violations(page)).isEmpty();
        page.click("#pause-fleet");
        page.awaitText("#state", "running");
        page.awaitText("#fleet-flag", "Resumed by alice");
        page.awaitText("#changes", "resume fleet");
    }

    @Test
    @Order(13)
    void listsItsKeysAndChangesItsColours() {
        page.press("?");
        page.awaitCount("#help-dialog", 1);
        page.screenshot("help");
        page.press("Escape");
        page.awaitCount("dialog", 0);
        JsonValue light = page.evaluate("getComputedStyle(document.body).backgroundColor");
        page.press("t");
        page.press("t");
        page.awaitTrue("getComputedStyle(document.body).backgroundColor !== " + light);
        page.press("t");
        page.awaitTrue("getComputedStyle(document.body).backgroundColor === " + light);
    }

    @Test
    @Order(14)
    void doesAllThisWithoutAComplaintOrAnotherHost() {
        assertThat(page.complaints()).isEmpty();
        assertThat(page.origins()).containsExactly(fixture.worker().http().toString());
        assertThat(page.evaluate("fetch('/console/').then(r => r.headers.get('Content-Security-Policy'))")
                        .toString())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    @Order(15)
    void saysThatTheWorkerIsGone() {
        fixture.worker().kill();

        page.awaitText("#state", "gone");
        page.awaitText("#banner", "No answer from the worker");
        page.screenshot("gone");
        assertThat(page.complaints()).isEmpty();
    }

    /** On a wide screen and on a telephone's, in both colours. */
    private static void screenshots(String name) {
        for (String colours : List.of("dark", "light")) {
            page.screen(390, 844, colours);
            page.screenshot(name + "-narrow-" + colours);
            page.screen(1400, 900, colours);
            page.screenshot(name + "-wide-" + colours);
        }
    }
}
