package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class SettingsReaderPropertyTest {

    @Property
    void readsOrNamesTheProblemsWhateverTheTexts(@ForAll("texts") Map<String, String> texts) {
        @Nullable
        Throwable thrown =
                catchThrowable(() -> SettingsReader.read(FakeSource.valid().with(texts)));

        if (thrown != null) {
            // The default of the debug port may clash with a server port that was set to the same number.
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            InvalidSettingsException.class,
                            failure -> assertThat(failure.problems())
                                    .isNotEmpty()
                                    .allSatisfy(problem -> assertThat(problem.variable())
                                            .matches(variable -> texts.containsKey(variable)
                                                    || variable.equals("GRPC_DEBUG_PORT"))));
        }
    }

    @Property
    void neverShowsATokenThatItRefuses(@ForAll("badTokens") String token) {
        @Nullable
        Throwable thrown =
                catchThrowable(() -> SettingsReader.read(FakeSource.valid().with("ADMIN_TOKEN", token)));

        assertThat(thrown)
                .isInstanceOfSatisfying(
                        InvalidSettingsException.class,
                        failure -> assertThat(SettingsReport.errors(failure).toString())
                                .doesNotContain(token));
    }

    @Property
    void takesEveryWholeNumberWithinTheBoundsAndNoOther(@ForAll @IntRange(min = -2_000, max = 4_000) int number) {
        FakeSource source = FakeSource.valid().with("WORKER_CONCURRENCY", String.valueOf(number));

        if (number >= 1 && number <= 1_000) {
            assertThat(SettingsReader.read(source).worker().concurrency()).isEqualTo(number);
        } else {
            assertThat(catchThrowable(() -> SettingsReader.read(source))).isInstanceOf(InvalidSettingsException.class);
        }
    }

    @Property
    void readsBackTheAddressThatItWrites(
            @ForAll("hosts") String host, @ForAll @IntRange(min = 1, max = 65_535) int port) {
        HostAndPort address = new HostAndPort(host, port);

        Settings settings = SettingsReader.read(FakeSource.valid().with("INVENTORY_GRPC_ADDR", address.toString()));

        assertThat(settings.inventory().address()).isEqualTo(address);
    }

    @Provide
    Arbitrary<Map<String, String>> texts() {
        Arbitrary<String> variables = Arbitraries.of(
                SettingCatalog.all().stream().map(Setting::variable).toList());
        Arbitrary<String> anything = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<String> likely = Arbitraries.strings()
                .withChars("htps:/@[].?#%-0123456789abc \n")
                .ofMaxLength(40);
        return Arbitraries.maps(variables, Arbitraries.oneOf(anything, likely)).ofMaxSize(10);
    }

    @Provide
    Arbitrary<String> badTokens() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(8).ofMaxLength(15);
    }

    @Provide
    Arbitrary<String> hosts() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(20)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(labels -> String.join(".", labels));
        Arbitrary<String> ipv6 = Arbitraries.integers()
                .between(0, 0xffff)
                .map(Integer::toHexString)
                .list()
                .ofSize(8)
                .map(groups -> String.join(":", groups));
        return Arbitraries.oneOf(names, ipv6);
    }
}
