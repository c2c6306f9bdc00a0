package com.traffictacos.reservation.worker.platform.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {

    private static final Map<String, String> BOTH =
            Map.of("HTTP_PROXY", "http://plain.test:3128", "HTTPS_PROXY", "http://secure.test:3129");

    @Test
    void asksDirectlyWithoutSettings() {
        assertThat(rules(Map.of(), Map.of()).proxyFor(URI.create("https://sqs.test/")))
                .isEmpty();
        assertThat(rules(Map.of(), Map.of("HTTP_PROXY", "", "HTTPS_PROXY", " "))
                        .proxyFor(URI.create("http://api.test")))
                .isEmpty();
    }

    @Test
    void goesByScheme() {
        ProxyRules rules = rules(Map.of(), BOTH);

        assertThat(rules.proxyFor(URI.create("http://api.test:8010")))
                .contains(new Proxy("plain.test", 3128, Optional.empty()));
        assertThat(rules.proxyFor(URI.create("https://sqs.test")))
                .contains(new Proxy("secure.test", 3129, Optional.empty()));
    }

    @Test
    void takesPropertyBeforeVariableAndLowerCaseBeforeUpperCase() {
        assertThat(rules(Map.of("http.proxyHost", "jvm.test", "http.proxyPort", "8888"), BOTH)
                        .proxyFor(URI.create("http://api.test")))
                .contains(new Proxy("jvm.test", 8888, Optional.empty()));
        assertThat(rules(Map.of("https.proxyHost", "jvm.test"), BOTH).proxyFor(URI.create("https://sqs.test")))
                .contains(new Proxy("jvm.test", 443, Optional.empty()));
        assertThat(rules(Map.of(), Map.of("http_proxy", "low.test:1", "HTTP_PROXY", "up.test:2"))
                        .proxyFor(URI.create("http://api.test")))
                .contains(new Proxy("low.test", 1, Optional.empty()));
    }

    @Test
    void readsCredentialsAndDoesNotShowThem() {
        Optional<Proxy> proxy = rules(Map.of(), Map.of("HTTP_PROXY", "http://me:p%40ss+1@proxy.test:3128"))
                .proxyFor(URI.create("http://api.test"));

        assertThat(proxy).contains(new Proxy("proxy.test", 3128, Optional.of(new Proxy.Credentials("me", "p@ss+1"))));
        assertThat(proxy.toString()).doesNotContain("p@ss");
        assertThat(rules(
                                Map.of(
                                        "http.proxyHost", "proxy.test",
                                        "http.proxyUser", "me",
                                        "http.proxyPassword", "secret"),
                                Map.of())
                        .proxyFor(URI.create("http://api.test"))
                        .flatMap(Proxy::credentials))
                .contains(new Proxy.Credentials("me", "secret"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "[::1]", "api.localhost", "localhost."})
    void neverAsksThisMachineByProxy(String host) {
        ProxyRules rules = rules(
                Map.of("http.proxyHost", "proxy.test", "https.proxyHost", "proxy.test", "http.nonProxyHosts", ""),
                BOTH);

        assertThat(rules.proxyFor(URI.create("http://" + host + ":8010"))).isEmpty();
        assertThat(rules.proxyFor(true, host, 8021)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost|*.internal, api.internal, true",
        "localhost|*.internal, API.Internal, true",
        "localhost|*.internal, internal, false",
        "10.*, 10.1.2.3, true",
        "10.*, 110.1.2.3, false",
        "*, anything.test, true",
        "a.b, aXb, false",
        "api.test, api.test, true",
        "api.test, www.api.test, false",
        "[fd00::*, fd00::1, false"
    })
    void readsNonProxyHostsAsTheJvmDoes(String patterns, String host, boolean direct) {
        assertThat(rules(Map.of("http.nonProxyHosts", patterns), BOTH)
                        .proxyFor(false, host, 80)
                        .isEmpty())
                .isEqualTo(direct);
        assertThat(rules(Map.of("http.nonProxyHosts", patterns), BOTH)
                        .proxyFor(true, host, 443)
                        .isEmpty())
                .isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "*; anything.test; 80; true",
                "svc.cluster.local; inventory.svc.cluster.local; 80; true",
                ".svc.cluster.local; inventory.svc.cluster.local; 80; true",
                "*.svc.cluster.local; inventory.svc.cluster.local; 80; true",
                "cluster.local; mycluster.local; 80; false",
                ".test; test; 80; true",
                "api.test; api.test; 80; true",
                "api.test; api.test.; 80; true",
                "other.test , api.test; api.test; 80; true",
                "other.test api.test; api.test; 80; true",
                "api.test:8010; api.test; 8010; true",
                "api.test:8010; api.test; 80; false",
                "10.0.0.0/8; 10.200.1.1; 80; true",
                "10.0.0.0/8; 11.0.0.1; 80; false",
                "172.20.0.0/14; 172.23.255.255; 80; true",
                "172.20.0.0/14; 172.24.0.0; 80; false",
                "10.0.0.0/8; 10.example.test; 80; false",
                "192.168.1.1; 192.168.1.1; 80; true",
                "192.168.1.1; 192.168.1.10; 80; false",
                "fd00::/8; fd12::1; 80; true",
                "fd00::1; [fd00:0::1]; 80; true",
                "[fd00::1]:80; fd00::1; 80; true",
                "10.0.0.0/x; 10.0.0.1; 80; false",
                "999.1.1.1; 999.1.1.1; 80; true"
            })
    void readsNoProxyAsItIsCommon(String list, String host, int port, boolean direct) {
        assertThat(rules(Map.of(), Map.of("HTTP_PROXY", "p.test:1", "NO_PROXY", list))
                        .proxyFor(false, host, port)
                        .isEmpty())
                .isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({"http://", "ftp://proxy.test", "http://proxy.test:99999", "proxy.test:port", "not a url"})
    void leavesOutProxyThatCannotBeRead(String text) {
        assertThat(rules(Map.of(), Map.of("HTTP_PROXY", text)).proxyFor(URI.create("http://api.test")))
                .isEmpty();
    }

    private static ProxyRules rules(Map<String, String> properties, Map<String, String> environment) {
        return ProxyRules.of(properties::get, environment);
    }
}
