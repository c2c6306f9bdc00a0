package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRecordsTest {

    @Test
    void writesIpv6AddressesInBrackets() {
        assertThat(new HostAndPort("::1", 8021)).hasToString("[::1]:8021");
        assertThat(new HostAndPort("inventory-svc", 8021)).hasToString("inventory-svc:8021");
    }

    @ParameterizedTest
    @CsvSource({"'',1", "' ',1", "host,0", "host,65536"})
    void refusesWhatIsNoAddress(String host, int port) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostAndPort(host, port));
    }

    @Test
    void doesNotShowASecret() {
        assertThat(new Secret("hunter2")).hasToString("(secret)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Secret(" "));
    }

    @Test
    void needsAProblemToBeInvalid() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InvalidSettingsException(List.of()));
    }

    @Test
    void cutsLongTextsAndControlCharacters() {
        assertThat(RedactedText.of("a\nb")).isEqualTo("\"a b\"");
        assertThat(RedactedText.of("x".repeat(1_000))).isEqualTo('"' + "x".repeat(120) + "...\"");
    }
}
