package com.traffictacos.reservation.worker.endtoend;

import jakarta.json.JsonString;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The console in a browser. */
@ExtendWith(SoftAssertionsExtension.class)
abstract class BrowserFixture {

    static final String ROWS = ".dead tbody tr";
    static final String FOCUSED = "document.activeElement";

    static Chromium chromium;
    static BrowserPage page;

    @InjectSoftAssertions
    SoftAssertions softly;

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

    void isAccessible(String what) {
        softly.assertThat(Accessibility.violations(page)).as(what).isEmpty();
    }

    /** On every kind of screen, in both colours. */
    static void screenshots(String name) {
        for (int width : new int[] {390, 820, 1440, 2560}) {
            for (String colours : new String[] {"dark", "light"}) {
                page.screen(width, width < 500 ? 844 : 900, colours);
                page.screenshot(name + "-" + width + "-" + colours);
            }
        }
        page.screen(1400, 900, "light");
    }

    static void list() {
        page.evaluate("location.hash = 'dead-letters'");
        page.awaitTrue("document.querySelectorAll('" + ROWS + "').length > 0");
        page.awaitTrue("!document.querySelector('#dead-letter-list').hasAttribute('aria-busy')");
    }

    static String text(String expression) {
        return ((JsonString) page.evaluate(expression)).getString();
    }
}
