package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The console in a browser, with a stand-in for the worker behind it: what is hard to bring about with a real one. */
abstract class ConsolePageFixture extends BrowserFixture {

    ConsoleStandIn worker;

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

    void enter(String fragment) {
        worker.enter(page, fragment);
    }
}
