package com.traffictacos.reservation.worker.platform.settings;

import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.assertAccepted;
import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.assertRefused;
import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which regions, URLs and addresses are taken. */
class AddressSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "ap-northeast-2", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"})
    void takesTheNamesOfRegions(String region) {
        FakeSource source = FakeSource.valid()
                .with("AWS_REGION", region)
                .with("SQS_QUEUE_URL", "https://sqs." + region + ".amazonaws.com/123456789012/q");

        assertThat(SettingsReader.read(source).aws().region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Seoul", "AP-NORTHEAST-2", "ap-northeast-2a", "ap_northeast_2", "ap-northeast", "eu-west-1/x"})
    void refusesWhatIsNoRegion(String region) {
        assertRefused("AWS_REGION", region, "the name of a region such as ap-northeast-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_ENDPOINT_URL_SQS",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                "RESERVATION_API_BASE",
                "OTEL_EXPORTER_OTLP_ENDPOINT"
            })
    void takesAbsoluteHttpUrlsAndNoOthers(String variable) {
        for (String url : List.of(
                "http://a", "https://a.b.c:1", "HTTP://a:65535/base/", "http://[::1]:8010", "http://10.0.0.1")) {
            assertAccepted(variable, url);
        }
        for (String rubbish : List.of(
                "a",
                "a:8010",
                "//a",
                "ftp://a",
                "http://",
                "http:///x",
                "http:a",
                "http://a b",
                "http://a:0",
                "http://a:65536",
                "http://a:x",
                "http://a/#f",
                "http://a_b",
                "http://[::1",
                "localhost")) {
            assertThat(problem(FakeSource.valid().with(variable, rubbish)))
                    .as(rubbish)
                    .satisfies(problem -> {
                        assertThat(problem.variable()).isEqualTo(variable);
                        assertThat(problem.accepts()).startsWith("an absolute http or https URL such as http://");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({"http://a:8010/,http://a:8010", "http://a:8010/base///,http://a:8010/base", "http://a,http://a"})
    void dropsSlashesAtTheEndOfTheReservationApi(String text, URI base) {
        Settings settings = SettingsReader.read(FakeSource.valid().with("RESERVATION_API_BASE", text));

        assertThat(settings.reservationApi().baseUri()).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({
        "inventory-svc:8021,inventory-svc,8021",
        "10.0.0.7:1,10.0.0.7,1",
        "[::1]:65535,::1,65535",
        "a.b.c:80,a.b.c,80"
    })
    void takesHostAndPortOfInventory(String text, String host, int port) {
        Settings settings = SettingsReader.read(FakeSource.valid().with("INVENTORY_GRPC_ADDR", text));

        assertThat(settings.inventory().address()).isEqualTo(new HostAndPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inventory-svc",
                "inventory-svc:",
                ":8021",
                "inventory-svc:0",
                "inventory-svc:65536",
                "inventory-svc:x",
                "::1:8021",
                "[::1]",
                "[::g]:8021",
                "http://inventory-svc:8021",
                "dns:///inventory-svc:8021",
                "inventory-svc:8021/",
                "a b:8021",
                "inventory-svc:8021#x"
            })
    void refusesWhatIsNoAddressAndSaysThatNoSchemeIsWanted(String text) {
        assertRefused(
                "INVENTORY_GRPC_ADDR",
                text,
                "host:port such as inventory-svc:8021 or [::1]:8021, without a scheme such as http://");
    }
}
