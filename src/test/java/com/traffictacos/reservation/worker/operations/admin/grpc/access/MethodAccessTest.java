package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fixture.ContractCalls;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.MethodAccess.Access;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MethodAccessTest {

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z0-9.]+);");
    private static final Pattern SERVICE = Pattern.compile("(?ms)^service (\\w+) \\{\\n(.*?)^}");
    private static final Pattern RPC = Pattern.compile("(?m)^ +rpc (\\w+)\\(");

    @Test
    void listsEveryMethodOfTheServicesAndNoOther() throws IOException {
        Set<String> methods = HealthGrpc.getServiceDescriptor().getMethods().stream()
                .map(MethodDescriptor::getFullMethodName)
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "proto"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".proto"))
                    // The worker calls this one.
                    .filter(path -> !path.endsWith("inventory.proto"))
                    .toList()) {
                methods.addAll(methodsOf(Files.readString(file)));
            }
        }

        assertThat(methods).contains("traffictacos.worker.v1.PollingService/Pause");
        assertThat(Arrays.stream(MethodAccess.values()).map(MethodAccess::method))
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    private static Set<String> methodsOf(String proto) {
        Matcher name = PACKAGE.matcher(proto);
        assertThat(name.find()).isTrue();
        return SERVICE.matcher(proto)
                .results()
                .flatMap(service -> RPC.matcher(service.group(2))
                        .results()
                        .map(MatchResult.class::cast)
                        .map(rpc -> name.group(1) + "." + service.group(1) + "/" + rpc.group(1)))
                .collect(Collectors.toSet());
    }

    @Test
    void readsWhatTheContractLetsReadersDo() throws IOException {
        Set<String> reading = Arrays.stream(MethodAccess.values())
                .filter(method -> method.access() == Access.READ)
                .map(method -> method.method().substring(method.method().indexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        reading.addAll(Set.of("HealthCheck", "GetJobStatus"));

        assertThat(ContractCalls.ofReaders()).containsExactlyInAnyOrderElementsOf(reading);
    }

    @Test
    void hasACommandForEachMethodOfOperatorsInTheirDocument() throws IOException {
        String commands = Files.readString(Path.of("docs", "operations.md"));

        assertThat(Arrays.stream(MethodAccess.values())
                        .map(MethodAccess::method)
                        .filter(method -> method.startsWith("traffictacos.worker.v1."))
                        .map(method -> "\ncall " + method.substring(method.lastIndexOf('.') + 1) + " '"))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(commands).contains(command));
    }

    @Test
    void givesAMethodThatIsNotListedToWritersAlone() {
        assertThat(MethodAccess.of("traffictacos.worker.v1.NewService/New")).isEqualTo(Access.WRITE);
    }
}
