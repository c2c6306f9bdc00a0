package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A browser before the page of one of two pods, its keyboard, and a watch. */
abstract class TwoPodsFixture extends BrowserFixture {

    static final Optional<Duration> NONE = Optional.empty();
    static final Duration PATIENCE = Duration.ofMinutes(1);
    static final String NOT_BUSY = "!document.querySelector('#dead-letter-list').hasAttribute('aria-busy')";
    static final String ALL = number(TwoPods.DEAD_LETTERS);
    static final String LARGE = number(TwoPods.OF_EACH_LARGE);
    static final ActionTimes TIMES = new ActionTimes();

    static TwoPods pods;

    @BeforeAll
    static void startPods() {
        pods = TwoPods.start();
        page.screen(1440, 900, "light");
    }

    @AfterAll
    static void closePods() {
        TIMES.write("Two pods, " + ALL + " dead letters of six reasons");
        if (pods != null) {
            pods.close();
        }
    }

    @BeforeEach
    void look() {
        page.screen(1440, 900, "light");
    }

    @AfterEach
    void hasNothingToComplainOf() {
        assertThat(page.complaints()).isEmpty();
    }

    /** @param condition an expression; the time ends with the first look, each 10 ms, at which it is true */
    Duration timed(String action, Optional<Duration> bound, Runnable act, String condition) {
        long begun = System.nanoTime();
        act.run();
        JsonValue came = page.evaluate("""
                new Promise(done => {
                    const end = performance.now() + 50_000;
                    const look = () => (%s) ? done(true) : performance.now() > end ? done(false) : setTimeout(look, 10);
                    look();
                })""".formatted(condition));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        TIMES.add(action, took, bound);
        softly.assertThat(came).as(action).isEqualTo(JsonValue.TRUE);
        bound.ifPresent(most -> softly.assertThat(took).as(action).isLessThanOrEqualTo(most));
        return took;
    }

    Duration timed(String action, Runnable act, String condition) {
        return timed(action, NONE, act, condition);
    }

    static String says(String selector, String text) {
        return "document.querySelector('%s')?.checkVisibility() && document.querySelector('%s').innerText.includes('%s')"
                .formatted(selector, selector, text);
    }

    /** As the page writes it. */
    static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Goes on by Tab until something has the focus. */
    static void tabTo(String selector) {
        for (int i = 0; i < 150; i++) {
            if (page.evaluate(FOCUSED + ".matches('" + selector + "')").equals(JsonValue.TRUE)) {
                return;
            }
            page.press("Tab");
        }
        throw new AssertionError(selector + " cannot be reached by Tab");
    }

    /** Takes a reason into the filter, or out of it. */
    static void toggle(String reason) {
        page.evaluate("document.activeElement.blur()");
        tabTo(".chip[data-word=" + reason + "]");
        page.press(" ");
    }

    static void typeInstead(String text) {
        page.evaluate(FOCUSED + ".select()");
        page.type(text);
        page.press("Enter");
    }

    /** What is wider than a screen, on every kind of screen. */
    private void isNeverWiderThanTheScreen(String view) {
        for (int width : new int[] {390, 820, 1440, 2560}) {
            page.screen(width, 900, "light");
            softly.assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("%s, width", view)
                    .hasToString(Integer.toString(width));
        }
        page.screen(1440, 900, "light");
    }

    /** What holds for every view, and its pictures. */
    void shown(String view) {
        isAccessible(view);
        isNeverWiderThanTheScreen(view);
        screenshots("thousands-" + view);
    }
}
