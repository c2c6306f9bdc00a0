package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each component fits onto the production overlay and does the one thing that it is for. */
class ComponentsTest {

    private static final Path OBSERVABILITY = Path.of("deploy/observability");

    private static Kubectl kubectl;

    @TempDir(factory = BesideTheSources.class)
    private Path directory;

    @BeforeAll
    static void findKubectl() {
        kubectl = Kubectl.orSkip();
    }

    private Manifests prodWith(String component) throws IOException {
        Files.writeString(directory.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../deploy/k8s/overlays/prod]
                components: [../../deploy/k8s/components/%s]
                """.formatted(component));
        Manifests manifests = kubectl.kustomize(directory);
        assertThat(manifests.problems()).isEmpty();
        return manifests;
    }

    @Test
    void anOpeningAddsAClockToTheQueue() throws IOException {
        JsonNode triggers = prodWith("opening").at("ScaledObject", "/spec/triggers");

        assertThat(triggers)
                .extracting(trigger -> trigger.path("type").asString())
                .containsExactly("aws-sqs-queue", "cron");
        assertThat(triggers.path(1).at("/metadata/timezone").asString()).isEqualTo("Asia/Seoul");
        assertThat(triggers.path(1).at("/metadata/start"))
                .isNotEqualTo(triggers.path(1).at("/metadata/end"));
    }

    @Test
    void delayedExpiriesAreSeenBeforeTheyAreDue() throws IOException {
        JsonNode triggers = prodWith("delayed-expiry").at("ScaledObject", "/spec/triggers");

        assertThat(triggers)
                .extracting(
                        trigger -> trigger.at("/metadata/scaleOnDelayed").asString("false"),
                        trigger -> trigger.at("/metadata/queueLength").asString())
                .containsExactly(tuple("false", "10"), tuple("true", "7080"));
    }

    @Test
    void aPrivateRegistryIsAskedWithASecret() throws IOException {
        assertThat(prodWith("pull-secret")
                        .at("Deployment", "/spec/template/spec/imagePullSecrets/0/name")
                        .asString())
                .isEqualTo("reservation-worker-registry");
    }

    /** A directory and not a single file of it: kubelet renews a mounted directory alone. */
    @Test
    void operatorsTokensAreMountedWhereTheWorkerReadsThem() throws IOException {
        Manifests manifests = prodWith("operator-tokens");
        JsonNode container = manifests.at("Deployment", "/spec/template/spec/containers/0");
        JsonNode mount = container
                .path("volumeMounts")
                .valueStream()
                .filter(volume -> volume.path("name").asString().equals("operator-tokens"))
                .findFirst()
                .orElseThrow();
        JsonNode secret = manifests
                .at("Deployment", "/spec/template/spec/volumes")
                .valueStream()
                .filter(volume -> volume.path("name").asString().equals("operator-tokens"))
                .findFirst()
                .orElseThrow()
                .path("secret");

        assertThat(container.path("env").valueStream())
                .filteredOn(variable -> variable.path("name").asString().equals("ADMIN_TOKENS_FILE"))
                .singleElement()
                .satisfies(variable -> assertThat(variable.path("value").asString())
                        .isEqualTo(mount.path("mountPath").asString() + "/"
                                + secret.at("/items/0/path").asString()));
        assertThat(mount.path("readOnly").asBoolean()).isTrue();
        assertThat(mount.has("subPath")).isFalse();
        assertThat(secret.path("secretName").asString()).isEqualTo("reservation-worker-operators");
        // The group of the pod is root's, which owns the files.
        assertThat(secret.path("defaultMode").asInt()).isEqualTo(0440);
    }

    /** As an overlay has it: its own namespace, the component in its list, before the one that mounts tokens. */
    private Manifests withOperations() throws IOException {
        Files.writeString(directory.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: traffic-tacos
                resources: [../../deploy/k8s/base]
                components: [../../deploy/k8s/components/operations, ../../deploy/k8s/components/operator-tokens]
                images: [{name: ghcr.io/traffic-tacos/reservation-worker, newTag: v0.1.0}]
                """);
        Manifests manifests = kubectl.kustomize(directory);
        assertThat(manifests.problems()).isEmpty();
        return manifests;
    }

    @Test
    void operatorsHaveAPodThatIsTheWorkersInAllButItsMode() throws IOException {
        Manifests manifests = withOperations();
        String operations = "Deployment reservation-worker-operations";
        String container = "/spec/template/spec/containers/0";

        for (String same : Set.of(
                container + "/image",
                container + "/ports",
                container + "/envFrom",
                container + "/securityContext",
                container + "/startupProbe",
                container + "/livenessProbe",
                container + "/readinessProbe",
                container + "/volumeMounts",
                "/spec/template/spec/serviceAccountName",
                "/spec/template/spec/securityContext",
                "/spec/template/spec/terminationGracePeriodSeconds",
                "/spec/template/spec/volumes")) {
            assertThat(manifests.at(operations, same)).as(same).isEqualTo(manifests.at("Deployment", same));
        }
        assertThat(manifests.at(operations, container + "/envFrom/0/configMapRef/name"))
                .isEqualTo(manifests.at("ConfigMap", "/metadata/name"));
        assertThat(manifests.at(operations, container + "/env").valueStream())
                .filteredOn(variable -> variable.has("value"))
                .extracting(
                        variable -> variable.path("name").asString(),
                        variable -> variable.path("value").asString())
                .containsExactly(
                        tuple("WORKER_MODE", "operations"),
                        tuple("CONSOLE_ENABLED", "true"),
                        tuple("OTEL_METRICS_EXPORTER", "none"),
                        tuple(
                                "OTEL_RESOURCE_ATTRIBUTES",
                                "service.namespace=traffic-tacos,k8s.namespace.name=$(POD_NAMESPACE),"
                                        + "k8s.pod.name=$(POD_NAME),k8s.container.name=worker"),
                        tuple("ADMIN_TOKENS_FILE", "/etc/reservation-worker/operators/tokens"));
    }

    /** What counts, protects, scrapes and scales workers does not count it. */
    @Test
    void theOperatorsPodIsNoWorker() throws IOException {
        Manifests manifests = withOperations();
        String app = "/app.kubernetes.io~1name";
        JsonNode name =
                manifests.at("Deployment reservation-worker-operations", "/spec/template/metadata/labels" + app);

        assertThat(name.asString()).isEqualTo("reservation-worker-operations");
        assertThat(manifests.at("Service reservation-worker-operations", "/spec/selector" + app))
                .isEqualTo(name);
        assertThat(manifests.at("NetworkPolicy reservation-worker-operations", "/spec/podSelector/matchLabels" + app))
                .isEqualTo(name);
        assertThat(manifests.at("Service reservation-worker-pods", "/spec/selector" + app))
                .isNotEqualTo(name);
        assertThat(manifests.at("ScaledObject", "/spec/scaleTargetRef/name").asString())
                .isEqualTo("reservation-worker");
        // The workers let it in, to be asked for their figures.
        assertThat(manifests.at("NetworkPolicy", "/spec/ingress").valueStream()).anySatisfy(rule -> {
            assertThat(rule.path("from").valueStream())
                    .extracting(from -> from.at("/podSelector/matchLabels" + app))
                    .contains(name);
            assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(8040);
        });
    }

    @Test
    void theCacheKeepsTheVersion() throws IOException {
        assertThat(prodWith("ecr")
                        .at("Deployment", "/spec/template/spec/containers/0/image")
                        .asString())
                .matches(
                        "\\d{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/ghcr/traffic-tacos/reservation-worker:v.*");
    }

    /** What kube-prometheus-stack selects by, with the defaults of its chart. */
    @Test
    void prometheusAndGrafanaFindTheirs() throws IOException {
        Manifests manifests = prodWith("pull-secret");
        String release = "/metadata/labels/release";

        assertThat(manifests.at("PodMonitor", release).asString()).isEqualTo("kube-prometheus-stack");
        assertThat(manifests.at("PrometheusRule", release).asString()).isEqualTo("kube-prometheus-stack");
        assertThat(manifests
                        .at(Manifests.DASHBOARD, "/metadata/labels/grafana_dashboard")
                        .asString())
                .isEqualTo("1");
        assertThat(manifests
                        .at(Manifests.DASHBOARD, "/data/reservation-worker.json")
                        .asString())
                .isEqualTo(YamlText.text(OBSERVABILITY.resolve("grafana/reservation-worker.json")));
    }

    @Test
    void theOperatorsRulesAreThoseThatPromtoolTests() {
        JsonNode tested = YamlText.document(OBSERVABILITY.resolve("prometheus/reservation-worker.rules.yml"));
        JsonNode installed = YamlText.document(OBSERVABILITY.resolve("prometheus-rule.yaml"));

        assertThat(installed.at("/spec/groups"))
                .as(
                        "run deploy/observability/prometheus/make-prometheus-rule.sh > deploy/observability/prometheus-rule.yaml")
                .isEqualTo(tested.path("groups"));
    }
}
