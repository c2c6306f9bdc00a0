package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each overlay renders and fits the schemas, and the numbers in it fit one another. */
class OverlaysTest {

    private static final Path OVERLAYS = Path.of("deploy/k8s/overlays");

    /** Seconds that the server may take before the drain, the last settling call after it, and the end of the JVM. */
    private static final int STOP_BESIDE_THE_DRAIN = 30 + 10 + 5;

    private static Kubectl kubectl;
    private static Map<String, Manifests> rendered;

    @BeforeAll
    static void renderAll() throws IOException {
        kubectl = Kubectl.orSkip();
        try (Stream<Path> overlays = Files.list(OVERLAYS)) {
            rendered = overlays.collect(Collectors.toMap(
                    overlay -> overlay.getFileName().toString(), overlay -> kubectl.kustomize(overlay)));
        }
    }

    static Stream<Manifests> all() {
        return rendered.values().stream();
    }

    private static Manifests prod() {
        return Objects.requireNonNull(rendered.get("prod"));
    }

    @Test
    void thereAreTwo() {
        assertThat(rendered).containsOnlyKeys("dev", "prod");
    }

    @ParameterizedTest
    @MethodSource("all")
    void fitsTheSchemas(Manifests manifests) {
        assertThat(manifests.problems()).isEmpty();
        assertThat(manifests.kinds())
                .contains(
                        "ServiceAccount",
                        "ConfigMap",
                        "Deployment",
                        "Service",
                        "PodDisruptionBudget",
                        "NetworkPolicy",
                        "ScaledObject",
                        "TriggerAuthentication");
    }

    /** Misspelt, in the wrong place, of the wrong type, out of bounds, too open. */
    @ParameterizedTest
    @CsvSource({
        "Deployment, /spec, replicas, 3",
        "Deployment, /spec/template/spec, terminationGracePeriodSecond, 80",
        "Deployment, /spec/template/spec, hostNetwork, true",
        "Deployment, /spec/template/spec/securityContext, runAsUser, 0",
        "Deployment, /spec/template/spec/containers/0, readinesProbe, {}",
        "Deployment, /spec/template/spec/containers/0, image, ghcr.io/traffic-tacos/reservation-worker:latest",
        "Deployment, /spec/template/spec/containers/0/securityContext, readOnlyRootFilesystem, false",
        "Deployment, /spec/template/spec/containers/0/livenessProbe, periodSeconds, soon",
        "Deployment, /spec/template/spec/containers/0/resources/limits, memory, 288 MB",
        "Deployment, /spec/template/spec/containers/0/resources/limits, cpu, 500m",
        "ScaledObject, '', apiVersion, keda.sh/v1",
        "ScaledObject, /spec, coolDownPeriod, 300",
        "ScaledObject, /spec/fallback, behavior, sometimes",
        "ScaledObject, /spec/triggers/0/metadata, queueLenght, '\"10\"'",
        "ScaledObject, /spec/triggers/0/metadata, queueLength, 10",
        "PodDisruptionBudget, /spec, maxUnavailable, a few",
        "NetworkPolicy, /spec/ingress/0/ports/0, port, 80400",
        "ConfigMap, /data, WORKER_CONCURRENCY, 20",
        "PodMonitor, /spec/podMetricsEndpoints/0, interval, 15",
        "PrometheusRule, /spec/groups/0/rules/0, for, ever"
    })
    void refusesAWrongField(String kind, String place, String field, String value) {
        JsonNode manifest = prod().at(kind, "").deepCopy();
        ((ObjectNode) manifest.at(place)).set(field, YamlText.documents(value).getFirst());

        assertThat(ManifestSchemas.problems(manifest))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).startsWith(kind))
                .anySatisfy(problem -> assertThat(problem).contains(field));
    }

    @Test
    void refusesAKindThatNobodyChecks() {
        JsonNode manifest = YamlText.documents("{apiVersion: v1, kind: Pod, metadata: {name: stray}}")
                .getFirst();

        assertThat(ManifestSchemas.problems(manifest)).containsExactly("no schema for kind 'Pod'");
    }

    @ParameterizedTest
    @MethodSource("all")
    void leavesTheDrainItsTime(Manifests manifests) {
        int drain = setting(manifests, "SHUTDOWN_TIMEOUT_SECONDS");

        assertThat(manifests
                        .at("Deployment", "/spec/template/spec/terminationGracePeriodSeconds")
                        .asInt())
                .isGreaterThanOrEqualTo(drain + STOP_BESIDE_THE_DRAIN)
                // The notice that a spot instance gives.
                .isLessThan(120);
    }

    @ParameterizedTest
    @MethodSource("all")
    void scalesByTheWorkersOwnSettings(Manifests manifests) {
        JsonNode trigger = manifests.at("ScaledObject", "/spec/triggers/0/metadata");

        assertThat(trigger.path("queueURLFromEnv").asString()).isEqualTo("SQS_QUEUE_URL");
        assertThat(trigger.path("awsRegion").asString())
                .isEqualTo(manifests.at("ConfigMap", "/data/AWS_REGION").asString());
        assertThat(Integer.parseInt(trigger.path("queueLength").asString()))
                .isEqualTo(setting(manifests, "WORKER_CONCURRENCY") / 2);
        assertThat(manifests.at("ScaledObject", "/spec/scaleTargetRef/name"))
                .isEqualTo(manifests.at("Deployment", "/metadata/name"));
        assertThat(manifests.at("ScaledObject", "/spec/triggers/0/authenticationRef/name"))
                .isEqualTo(manifests.at("TriggerAuthentication", "/metadata/name"));
        assertThat(manifests.at("ScaledObject", "/spec/fallback/replicas").asInt())
                .isLessThanOrEqualTo(
                        manifests.at("ScaledObject", "/spec/maxReplicaCount").asInt());
    }

    /** The longest back-off, a lease, and the minute within which SQS's counts settle. */
    @ParameterizedTest
    @MethodSource("all")
    void coolsDownLaterThanAnythingCouldComeBack(Manifests manifests) {
        int longestBackoff = 16 * setting(manifests, "BACKOFF_BASE_MS") / 1000;

        assertThat(manifests.at("ScaledObject", "/spec/cooldownPeriod").asInt())
                .isGreaterThan(longestBackoff + setting(manifests, "SQS_VISIBILITY_TIMEOUT") + 60);
    }

    @ParameterizedTest
    @MethodSource("all")
    void opensThePortsThatTheWorkerServes(Manifests manifests) {
        int http = setting(manifests, "SERVER_PORT");
        int grpc = setting(manifests, "GRPC_DEBUG_PORT");

        assertThat(manifests.at("Deployment", "/spec/template/spec/containers/0/ports"))
                .extracting(port -> port.path("containerPort").asInt())
                .containsExactly(http, grpc);
        assertThat(manifests.at("Service", "/spec/ports"))
                .extracting(port -> port.path("port").asInt())
                .containsExactly(http, grpc);
        assertThat(manifests.at("NetworkPolicy", "/spec/ingress/0/ports"))
                .as("for the monitoring namespace")
                .extracting(port -> port.path("port").asInt())
                .containsExactly(http);
    }

    @ParameterizedTest
    @MethodSource("all")
    void letsOperatorsAloneReachTheGrpcPort(Manifests manifests) {
        int grpc = setting(manifests, "GRPC_DEBUG_PORT");
        List<JsonNode> peers = manifests
                .at("NetworkPolicy", "/spec/ingress")
                .valueStream()
                .filter(rule -> rule.path("ports")
                        .valueStream()
                        .anyMatch(port -> port.path("port").asInt() == grpc))
                .flatMap(rule -> rule.path("from").valueStream())
                .toList();

        assertThat(peers).singleElement().satisfies(peer -> {
            assertThat(peer.propertyNames()).containsExactly("podSelector");
            assertThat(peer.path("podSelector").path("matchLabels").propertyNames())
                    .containsExactly("traffic-tacos.io/operates");
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void asksForTheNamesThatItGives(Manifests manifests) {
        String app = "/app.kubernetes.io~1name";
        JsonNode name = manifests.at("Deployment", "/spec/template/metadata/labels" + app);

        assertThat(manifests.at("Deployment", "/spec/selector/matchLabels" + app))
                .isEqualTo(name);
        assertThat(manifests.at("Service", "/spec/selector" + app)).isEqualTo(name);
        assertThat(manifests.at("PodDisruptionBudget", "/spec/selector/matchLabels" + app))
                .isEqualTo(name);
        assertThat(manifests.at("NetworkPolicy", "/spec/podSelector/matchLabels" + app))
                .isEqualTo(name);
        assertThat(manifests.at("Deployment", "/spec/template/spec/serviceAccountName"))
                .isEqualTo(manifests.at("ServiceAccount", "/metadata/name"));
        assertThat(manifests.at("Deployment", "/spec/template/spec/containers/0/envFrom/0/configMapRef/name"))
                .isEqualTo(manifests.at("ConfigMap", "/metadata/name"));
    }

    /** By an address for each pod, whatever its state, through a port that is open between them. */
    @ParameterizedTest
    @MethodSource("all")
    void letsPodsFindAndAskEachOther(Manifests manifests) {
        String service = "Service reservation-worker-pods";
        int http = setting(manifests, "SERVER_PORT");
        String app = "/app.kubernetes.io~1name";
        JsonNode pods = manifests.at("Deployment", "/spec/template/metadata/labels" + app);

        assertThat(manifests.at("ConfigMap", "/data/FLEET_PEERS").asString())
                .isEqualTo(manifests.at(service, "/metadata/name").asString() + ":" + http);
        assertThat(manifests.at(service, "/spec/clusterIP").asString()).isEqualTo("None");
        assertThat(manifests.at(service, "/spec/publishNotReadyAddresses").asBoolean())
                .isTrue();
        assertThat(manifests.at(service, "/spec/selector" + app)).isEqualTo(pods);
        // Nothing translates a port without an address of the Service.
        assertThat(manifests.at(service, "/spec/ports/0/port").asInt()).isEqualTo(http);
        assertThat(manifests.at("NetworkPolicy", "/spec/egress").valueStream()).anySatisfy(rule -> {
            assertThat(rule.at("/to/0/podSelector/matchLabels" + app)).isEqualTo(pods);
            assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(http);
        });
        assertThat(manifests.at("NetworkPolicy", "/spec/ingress").valueStream()).anySatisfy(rule -> {
            assertThat(rule.at("/from/0/podSelector/matchLabels" + app)).isEqualTo(pods);
            assertThat(rule.at("/ports").size()).isEqualTo(1);
            assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(http);
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void mountsWhatItMayWriteTo(Manifests manifests) {
        assertThat(manifests.at("Deployment", "/spec/template/spec/containers/0/volumeMounts"))
                .extracting(mount -> mount.path("mountPath").asString())
                .containsExactlyInAnyOrder("/output", "/logs", "/tmp");
    }

    @Test
    void keepsTheConsoleOutOfProduction() {
        assertThat(prod().at("ConfigMap", "/data/CONSOLE_ENABLED").asString()).isEqualTo("false");
    }

    @Test
    void scrapesNoPodTwice() {
        assertThat(prod().kinds()).contains("PodMonitor");
        assertThat(prod().at("Deployment", "/spec/template/metadata").has("annotations"))
                .isFalse();
    }

    /** The alternative that prod names in a comment. */
    @Test
    void rendersProductionWithPodIdentity(@TempDir(factory = BesideTheSources.class) Path directory)
            throws IOException {
        Files.writeString(directory.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../deploy/k8s/overlays/prod]
                components: [../../deploy/k8s/components/pod-identity]
                """);

        Manifests manifests = kubectl.kustomize(directory);

        assertThat(manifests.problems()).isEmpty();
        assertThat(manifests.at("NetworkPolicy", "/spec/egress"))
                .hasSize(prod().at("NetworkPolicy", "/spec/egress").size() + 1)
                .anySatisfy(rule -> assertThat(rule.toString()).contains("169.254.170.23/32", "fd00:ec2::23/128"));
    }

    private static int setting(Manifests manifests, String name) {
        return Integer.parseInt(manifests.at("ConfigMap", "/data/" + name).asString());
    }
}
