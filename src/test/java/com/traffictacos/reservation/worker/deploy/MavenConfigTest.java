package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What every Maven run of this project gets, by the wrapper and without it. */
class MavenConfigTest {

    /** Otherwise the README's first command prints thousands of lines about downloads. */
    @Test
    void tellsNothingOfDownloads() {
        assertThat(YamlText.text(Path.of(".mvn/maven.config")).split("\\s+"))
                .containsAnyOf("-ntp", "--no-transfer-progress");
    }
}
