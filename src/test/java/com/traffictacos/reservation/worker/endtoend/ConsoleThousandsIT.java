package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The page as an operator uses it at night, by the keyboard alone: two packaged workers of one queue, and dead letters of
 * six reasons, 600 or with {@code -Dit.exhaustive=true} 6,000. How long each action takes is written to {@code
 * target/console-screenshots/times.md}.
 */
@TestMethodOrder(OrderAnnotation.class)
class ConsoleThousandsIT extends TwoPodsFixture {

    @Test
    @Order(1)
    void opensAndTakesTheToken() {
        timed("the page opens", () -> page.open(pods.page()), "document.activeElement?.id === 'token'");
        page.type(OperatorToken.VALUE);
        timed("signs in", () -> page.press("Enter"), says("#state", "running") + " && " + says("#tab-count", ALL));
    }

    @Test
    @Order(2)
    void listsSixThousand() {
        Duration begins = timed(
                "the list begins",
                Optional.of(Duration.ofSeconds(2)),
                () -> page.press("2"),
                "document.querySelector('" + ROWS + "')");
        timed(
                "a letter opens while the list fills",
                Optional.of(Duration.ofSeconds(1)),
                () -> {
                    page.press("j");
                    page.press("Enter");
                },
                "document.querySelector('#dead-letter-body')");
        page.press("Escape");
        Duration fills = timed(
                "the list is full, from then on",
                () -> {},
                says(".scan", ALL + " dead letters seen, which is all") + " && " + NOT_BUSY);
        TIMES.add("all " + ALL + " seen", begins.plus(fills), NONE);
        assertThat(page.text(".what")).isEqualTo(ALL + " dead letters");
        assertThat(page.count("#dead-letter-list .chip[data-tone]:not(.small .chip)"))
                .isEqualTo(6);
        shown("list");
    }

    @Test
    @Order(3)
    void opensAnyLetterOfTheList() {
        timed(
                "sort: oldest first",
                () -> {
                    tabTo("#filter-order");
                    page.press("ArrowDown");
                },
                says(".what", ALL) + " && " + NOT_BUSY + " && location.hash.includes('sort=oldest')");
        timed(
                "show more: rows 101 to 200",
                () -> {
                    tabTo("#further");
                    page.press("Enter");
                },
                "document.querySelectorAll('" + ROWS + "').length === 200");
        page.evaluate("document.activeElement.blur()");
        page.evaluate("document.querySelector('" + ROWS + ":nth-child(200)').focus()");
        timed(
                "the last letter shown opens",
                Optional.of(Duration.ofSeconds(1)),
                () -> page.press("Enter"),
                "document.querySelector('#dead-letter-body')");
        shown("drawer");
        page.press("Escape");
        page.awaitCount("#drawer", 0);
    }

    @Test
    @Order(4)
    void findsWhatIsLookedFor() {
        timed("filter by reason", () -> toggle("invalid_field"), says(".what", LARGE + " fit") + " && " + NOT_BUSY);
        isAccessible("filtered");
        timed(
                "search in bodies",
                () -> {
                    tabTo("#filter-search");
                    typeInstead("\"qty\":2");
                },
                says(".what", LARGE + " fit") + " && " + NOT_BUSY + " && location.hash.includes('search')");
        timed(
                "search for what nobody has",
                () -> typeInstead("no such words"),
                says("#dead-letter-list .empty", "No dead letter fits the filter"));
        typeInstead("");
        page.awaitText(".what", LARGE);
        toggle("invalid_field");
        page.awaitText(".what", ALL);
        String part = pods.small().getFirst().reservationId().substring(4);
        timed(
                "part of a reservation's id",
                () -> {
                    tabTo("#filter-search");
                    typeInstead(part);
                },
                "document.querySelectorAll('" + ROWS + "').length === 1 && " + NOT_BUSY);
        typeInstead("");
        page.awaitText(".what", ALL);
        page.press("Escape");
        page.press("/");
        typeInstead(part);
        page.awaitText("#dead-letter-list .empty", "for a part of one, use the search");
        page.screenshot("part-of-a-reservation");
        typeInstead("");
        page.awaitText(".what", ALL);
    }

    @Test
    @Order(5)
    void savesASelection() {
        page.evaluate("globalThis.saved = []; URL.createObjectURL = blob => (saved.push(blob), 'data:,')");
        toggle("paid_but_not_held");
        page.awaitText(".what", LARGE + " fit");
        timed(
                LARGE + " letters of a filter saved",
                () -> {
                    tabTo("#sharing summary");
                    page.press("Enter");
                    tabTo("#export");
                    page.press("Enter");
                },
                "saved.length === 1");
        assertThat(text("saved[0].text()").lines())
                .hasSize(TwoPods.OF_EACH_LARGE)
                .allMatch(line -> line.contains("paid_but_not_held"));
        toggle("paid_but_not_held");
        page.awaitText(".what", ALL);
    }

    @Test
    @Order(6)
    void redrivesAFilterByItsNumber() {
        toggle(TwoPods.SMALL);
        page.awaitText(".what", "60 fit");
        timed("dry run of a redrive of 60", () -> page.press("d"), "document.querySelector('#confirm')");
        assertThat(page.text("#dry-run-matched")).startsWith("60 of " + ALL);
        assertThat(page.evaluate("document.querySelector('#go').disabled")).isEqualTo(JsonValue.TRUE);
        shown("redrive");
        page.type("60");
        timed("60 redriven", () -> page.press("Enter"), says("#job", "Redrive done"));
        page.awaitText("#dead-letter-list .empty", "No dead letter fits the filter");
        // Of what lies below the bar of a list that loads, axe cannot tell the colour.
        page.awaitTrue(NOT_BUSY);
        shown("redriven");
        pods.first().awaitEmptyQueue(PATIENCE);
        assertThat(pods.world().check().check(pods.small(), List.of()).wrong()).isEmpty();
        await().atMost(PATIENCE).until(() -> pods.world().deadLetterDepth().total() == TwoPods.DEAD_LETTERS - 60);
    }

    @Test
    @Order(7)
    void discardsAFilterByItsNumber() {
        toggle(TwoPods.SMALL);
        page.awaitText(".what", number(TwoPods.DEAD_LETTERS - 60));
        toggle("invalid_field");
        page.awaitText(".what", LARGE + " fit");
        timed("dry run of a discard of " + LARGE, () -> page.press("D"), "document.querySelector('#confirm')");
        shown("discard");
        page.type(Integer.toString(TwoPods.OF_EACH_LARGE));
        timed(LARGE + " discarded", () -> page.press("Enter"), says("#job", "Discard done"));
        page.awaitText("#dead-letter-list .empty", "No dead letter fits the filter");
        page.awaitTrue(NOT_BUSY);
        toggle("invalid_field");
        page.awaitText(".what", number(TwoPods.DEAD_LETTERS - 60 - TwoPods.OF_EACH_LARGE));
        await().atMost(PATIENCE)
                .until(() ->
                        pods.world().deadLetterDepth().total() == TwoPods.DEAD_LETTERS - 60 - TwoPods.OF_EACH_LARGE);
        assertThat(pods.world().depth().total()).isZero();
    }

    @Test
    @Order(8)
    void tellsTheStoryOfAReservation() {
        page.press("s");
        page.awaitTrue(FOCUSED + ".id === 'reservation-id'");
        page.type(pods.small().getFirst().reservationId());
        timed(
                "what is known of a reservation",
                () -> page.press("Enter"),
                "document.querySelector('#reservation-status')");
        timed(
                "and its dead letters, from then on",
                () -> {},
                "!document.querySelector('#reservation-known').hasAttribute('aria-busy')");
        shown("reservation");
    }

    @Test
    @Order(9)
    void showsBothPods() {
        pods.world().inventory().conditions().setLatency(Duration.ofMillis(400));
        page.evaluate("document.activeElement.blur()");
        timed(
                "both pods",
                () -> {
                    page.press("1");
                    tabTo("#pause-fleet");
                },
                says("#fleet-sums", "2 pods answer, 2 receive"));
        pods.world().generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 91), 1_200);
        page.awaitText("#fleet-sums", "40 workers busy");
        page.awaitText("#fleet .pods", "worker-1");
        page.awaitText("#fleet .pods", "worker-2");
        // Drawn at once: in flight in all pods, and in each.
        page.awaitTrue("""
                Number(/([0-9]+) messages in flight/.exec(document.querySelector('#fleet-sums').innerText)?.[1])
                    === [...document.querySelectorAll('#fleet [aria-label="Figures of each pod"] tbody td:nth-child(4)')]
                        .reduce((sum, cell) => sum + Number(cell.innerText), 0)""");
        page.awaitTrue("document.querySelector('#fleet-work')?.checkVisibility()");
        shown("live");
        page.screen(1440, 2_200, "light");
        page.screenshot("thousands-live-whole");
        look();
        pods.world().inventory().conditions().setLatency(Duration.ZERO);
        pods.first().awaitEmptyQueue(PATIENCE);
        page.awaitText("#fleet-sums", "0 messages in flight");
    }

    @Test
    @Order(10)
    void pausesAndResumesBothPods() {
        tabTo("#pause-fleet");
        page.press("Enter");
        page.awaitCount("#pause-fleet-dialog", 1);
        isAccessible("question of a pause");
        timed(
                "the pause of all pods is set",
                () -> page.press("Enter"),
                says("#fleet-flag", "All pods are paused by alice"));
        timed("both pods have stopped, from then on", () -> {}, says("#fleet-sums", "0 receive"));
        shown("paused");
        tabTo("#pause-fleet");
        timed("both pods go on", () -> page.press("Enter"), says("#fleet-sums", "2 receive"));
    }

    @Test
    @Order(11)
    void showsWithinThreeSecondsThatAPodIsFrozen() {
        tabTo("#pause-fleet");
        page.awaitText("#fleet-sums", "2 pods answer");
        pods.second().freeze();
        try {
            timed(
                    "another pod is frozen",
                    Optional.of(Duration.ofSeconds(3)),
                    () -> {},
                    says("#silent-pods", "worker-2 does not answer"));
            assertThat(page.text("#fleet-problems")).contains("worker-2 at 127.0.0.1:", "no answer within 900 ms");
            shown("other-frozen");
        } finally {
            pods.second().thaw();
        }
        page.awaitText("#fleet-sums", "2 pods answer");
        pods.first().worker().freeze();
        try {
            timed("this pod is frozen", Optional.of(Duration.ofSeconds(3)), () -> {}, says("#state", "no answer"));
            shown("frozen");
        } finally {
            pods.first().worker().thaw();
        }
        page.awaitText("#state", "running");
    }

    @Test
    @Order(12)
    void reachesEverythingByTab() {
        page.press("2");
        page.awaitTrue("document.querySelectorAll('" + ROWS + "').length > 0");
        page.awaitTrue(NOT_BUSY);
        page.evaluate("document.activeElement.blur()");
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            page.press("Tab");
            reached.add(text(FOCUSED + ".id || " + FOCUSED + ".tagName"));
        }
        assertThat(reached)
                .contains("tab-live", "tab-dead-letters", "tab-reservation", "pause", "zone", "theme", "help", "leave")
                .contains(
                        "filter-search",
                        "filter-reservation",
                        "filter-age",
                        "filter-order",
                        "redrive",
                        "TR",
                        "refresh");
    }
}
