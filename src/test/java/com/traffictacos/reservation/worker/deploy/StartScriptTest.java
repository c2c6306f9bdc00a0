package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image's entry point. */
class StartScriptTest {

    @TempDir
    private Path output;

    @Test
    void refusesToStartWithTooFewOpenFiles() throws Exception {
        Process script = start("ulimit -n 64; exec bash deploy/image/start.sh run defaultServer");
        String log = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(script.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(70);
        JsonObject line = Json.createReader(new StringReader(log)).readObject();
        assertThat(line.getString("level")).isEqualTo("error");
        assertThat(line.getString("msg")).contains("may open 64 files");
        assertThat(line.getString("remedy")).contains("ulimit -n");
        assertThat(output).isEmptyDirectory();
    }

    private Process start(String commands) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", commands).redirectErrorStream(true);
        builder.environment().put("WLP_OUTPUT_DIR", output.toString());
        return builder.start();
    }
}
