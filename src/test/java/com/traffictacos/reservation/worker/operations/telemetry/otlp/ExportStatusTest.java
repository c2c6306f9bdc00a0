package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportStatusTest {

    private final List<String> log = new ArrayList<>();
    private final ExportStatus status = new ExportStatus(Signal.METRICS);

    @BeforeEach
    void readTheLog() {
        JsonLog.setSink(log::add);
    }

    @AfterEach
    void giveTheLogBack() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @Test
    void warnsOnceOfACollectorThatDoesNotAnswer() {
        for (int i = 0; i < 100; i++) {
            status.follow(CompletableResultCode.ofExceptionalFailure(new IOException("refused")));
        }

        assertThat(status.failures()).isEqualTo(100);
        assertThat(log)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "\"level\":\"warn\"",
                                "does not take this signal",
                                "\"signal\":\"metrics\"",
                                "refused"));
    }

    @Test
    void saysWhenItIsOver() {
        status.follow(CompletableResultCode.ofSuccess());
        assertThat(log).isEmpty();
        status.follow(CompletableResultCode.ofFailure());
        status.follow(CompletableResultCode.ofSuccess());
        status.follow(CompletableResultCode.ofSuccess());

        assertThat(log)
                .hasSize(2)
                .last()
                .satisfies(line -> assertThat(line)
                        .contains("\"level\":\"info\"", "takes this signal again", "\"failed_exports\":1"));
    }
}
