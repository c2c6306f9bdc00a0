package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerCommandTest {

    @Test
    void splitsAtBlanks() {
        PeerCommand peer = PeerCommand.of("command: java  -Xmx96m -jar peer.jar ", "/ready");

        assertThat(peer.words()).containsExactly("java", "-Xmx96m", "-jar", "peer.jar");
        assertThat(peer.text()).isEqualTo("java  -Xmx96m -jar peer.jar");
        assertThat(peer.environment()).isEmpty();
    }

    @Test
    void keepsWhatIsQuoted() {
        PeerCommand peer = PeerCommand.of("run -Dname=\"two words\"'!' '' \"it's\" 'say \"so\"'", "/ready");

        assertThat(peer.words()).containsExactly("run", "-Dname=two words!", "", "it's", "say \"so\"");
    }

    @Test
    void takesVariablesBeforeTheProgramAlone() {
        PeerCommand peer = PeerCommand.of("A=1 b_2='x y' run C=3", "/ready");

        assertThat(peer.environment()).isEqualTo(Map.of("A", "1", "b_2", "x y"));
        assertThat(peer.words()).containsExactly("run", "C=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command:", "command:  ", "A=1", "run 'open", "run \"open'", "run it's"})
    void refusesAnOpenQuoteAndNoProgram(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PeerCommand.of(text, "/ready"));
    }
}
