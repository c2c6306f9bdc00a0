package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseEffect;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a certificate that the JDK's keytool creates for this run, so that the repository contains no key. */
class InventoryTlsTest {

    private static final char[] PASSWORD = "of-this-run".toCharArray();

    @TempDir
    private static Path directory;

    private static KeyStore keys;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "inventory",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(file)) {
            keys.load(stream, PASSWORD);
        }
    }

    @Test
    void callsServiceOverTls() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        try (TestInventoryServer service = TestInventoryServer.start(serverCredentials());
                InventoryChannel channel = new InventoryChannel(
                        settings(service),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(trust.getTrustManagers())
                                .build(),
                        ChannelReconnect.PAUSE,
                        CallSpans.NONE)) {
            assertThat(InventoryFixture.inventory(channel)
                            .release(InventoryFixture.RELEASE)
                            .effect())
                    .isEqualTo(ReleaseEffect.FREED);
        }
    }

    @Test
    void trustsNoCertificateThatThePlatformDoesNot() throws Exception {
        try (TestInventoryServer service = TestInventoryServer.start(serverCredentials());
                InventoryChannel channel = InventoryFixture.channel(settings(service))) {
            Inventory inventory = InventoryFixture.inventory(channel);

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE))
                    .withStackTraceContaining("certificat");
            assertThat(service.releases()).isEmpty();
        }
    }

    @Test
    void neverFallsBackToPlaintext() {
        try (TestInventoryServer plaintext = TestInventoryServer.start();
                InventoryChannel channel = InventoryFixture.channel(settings(plaintext))) {
            Inventory inventory = InventoryFixture.inventory(channel);

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE));
            assertThat(plaintext.releases()).isEmpty();
        }
    }

    private static Settings.InventoryService settings(TestInventoryServer service) {
        return new Settings.InventoryService(service.address(), InventoryFixture.TIMEOUT, true);
    }

    private static ServerCredentials serverCredentials() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        return TlsServerCredentials.newBuilder()
                .keyManager(factory.getKeyManagers())
                .build();
    }
}
