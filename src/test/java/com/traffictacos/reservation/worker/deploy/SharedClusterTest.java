package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The overlays as good neighbours: in a namespace, on nodes and beside webhooks that belong to others. */
class SharedClusterTest {

    private static final Path OVERLAYS = Path.of("deploy/k8s/overlays");
    private static final Path ACCESS = Path.of("deploy/k8s/access");
    private static final Path IMAGE_WORKFLOW = Path.of(".github/workflows/image.yml");
    private static final Set<String> NAMESPACED = Set.of(
            "ServiceAccount",
            "ConfigMap",
            Manifests.DASHBOARD,
            "Deployment",
            "Service",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "ScaledObject",
            "TriggerAuthentication",
            "PodMonitor",
            "PrometheusRule");

    /** Where the API has each kind, as the Role names it. */
    private static final Map<String, String> RESOURCES = Map.ofEntries(
            Map.entry("ServiceAccount", "/serviceaccounts"),
            Map.entry("ConfigMap", "/configmaps"),
            Map.entry(Manifests.DASHBOARD, "/configmaps"),
            Map.entry("Service", "/services"),
            Map.entry("Deployment", "apps/deployments"),
            Map.entry("PodDisruptionBudget", "policy/poddisruptionbudgets"),
            Map.entry("NetworkPolicy", "networking.k8s.io/networkpolicies"),
            Map.entry("ScaledObject", "keda.sh/scaledobjects"),
            Map.entry("TriggerAuthentication", "keda.sh/triggerauthentications"),
            Map.entry("PodMonitor", "monitoring.coreos.com/podmonitors"),
            Map.entry("PrometheusRule", "monitoring.coreos.com/prometheusrules"));

    private static Kubectl kubectl;

    @BeforeAll
    static void findKubectl() {
        kubectl = Kubectl.orSkip();
    }

    private static Manifests overlay(String name) {
        return kubectl.kustomize(OVERLAYS.resolve(name));
    }

    /** {@code kubectl delete -k} takes away what is listed, the namespace with every other service in it. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void ownNothingThatBelongsToOthers(String overlay) {
        assertThat(overlay(overlay).kinds())
                .allSatisfy(kind -> assertThat(NAMESPACED).contains(withoutName(kind)));
        assertThat(overlay(overlay).byKind().values())
                .allSatisfy(manifest -> assertThat(
                                manifest.at("/metadata/namespace").asString())
                        .startsWith("traffic-tacos"));
    }

    private static String withoutName(String kind) {
        return kind.replaceFirst(" .*", "");
    }

    /** EKS's access policies hold no custom resources: what the documented role may not create it cannot apply. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void letTheDeployersApplyAllOfIt(String environment) {
        Manifests access = access(environment);

        assertThat(access.problems()).isEmpty();
        for (String kind : overlay(environment).kinds()) {
            assertThat(verbs(access, RESOURCES.getOrDefault(withoutName(kind), "?")))
                    .as(kind)
                    .contains("get", "create", "patch");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void giveTheDeployersNoSecretsAndNothingToDelete(String environment) {
        Manifests access = access(environment);

        assertThat(access.at("Role", "/rules").toString()).doesNotContain("secrets", "delete", "*");
        assertThat(access.at("RoleBinding", "/roleRef/name")).isEqualTo(access.at("Role", "/metadata/name"));
    }

    /** Both ends of the same thread: the group of the environment's access entry is the one that is bound, where it rolls out. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void bindTheGroupOfTheirOwnAccessEntry(String environment) {
        CloudFormationTemplate template = CloudFormationTemplate.read(Path.of("deploy/aws/deploy-access.yaml"));
        Manifests access = access(environment);

        assertThat(template.resource("DeployerEntry").at("/Properties/KubernetesGroups"))
                .extracting(group -> group.path("Fn::Sub").asString("").replace("${Environment}", environment))
                .containsExactly(access.at("RoleBinding", "/subjects/0/name").asString());
        assertThat(access.at("RoleBinding", "/subjects")).hasSize(1);
        for (String kind : List.of("Role", "RoleBinding")) {
            assertThat(access.at(kind, "/metadata/namespace"))
                    .isEqualTo(overlay(environment).at("Deployment", "/metadata/namespace"));
        }
    }

    /** Where one cluster has both, whoever may roll out to dev without approval must not reach prod. */
    @Test
    void keepTheDeployersOfDevOutOfProd() {
        assertThat(access("dev").at("RoleBinding", "/subjects/0/name"))
                .isNotEqualTo(access("prod").at("RoleBinding", "/subjects/0/name"));
        assertThat(access("dev").at("RoleBinding", "/metadata/namespace"))
                .isNotEqualTo(access("prod").at("RoleBinding", "/metadata/namespace"));
    }

    private static Manifests access(String environment) {
        return kubectl.kustomize(ACCESS.resolve(environment));
    }

    private static List<String> verbs(Manifests access, String resource) {
        return access.at("Role", "/rules")
                .valueStream()
                .filter(rule -> rule.path("apiGroups")
                        .valueStream()
                        .anyMatch(group -> rule.path("resources")
                                .valueStream()
                                .anyMatch(name -> (group.asString() + "/" + name.asString()).equals(resource))))
                .flatMap(rule -> rule.path("verbs").valueStream())
                .map(JsonNode::asString)
                .toList();
    }

    /** A rollout that is undone takes its configuration back with it: each set of values is a ConfigMap of its own. */
    @Test
    void nameTheSettingsByTheirValues(@TempDir(factory = BesideTheSources.class) Path directory) throws IOException {
        Files.writeString(directory.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: traffic-tacos
                resources: [../../deploy/k8s/overlays/prod]
                configMapGenerator:
                  - name: reservation-worker
                    behavior: merge
                    literals: [MAX_RETRIES=7]
                """);
        String place = "/spec/template/spec/containers/0/envFrom/0/configMapRef/name";

        Manifests before = overlay("prod");
        Manifests after = kubectl.kustomize(directory);

        assertThat(after.at("ConfigMap", "/data/MAX_RETRIES").asString()).isEqualTo("7");
        assertThat(after.at("ConfigMap", "/metadata/name")).isNotEqualTo(before.at("ConfigMap", "/metadata/name"));
        assertThat(after.at("Deployment", place)).isEqualTo(after.at("ConfigMap", "/metadata/name"));
        assertThat(before.at("Deployment", place)).isEqualTo(before.at("ConfigMap", "/metadata/name"));
    }

    /** The webhook of IRSA writes the cluster's region into {@code env}, unless it is there, and that wins over a map. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void sayTheRegionWhereTheWebhookLooks(String overlay) {
        Manifests manifests = overlay(overlay);

        assertThat(manifests.at("Deployment", "/spec/template/spec/containers/0/env"))
                .filteredOn(variable -> variable.path("name").asString().equals("AWS_REGION"))
                .singleElement()
                .satisfies(variable -> {
                    JsonNode from = variable.at("/valueFrom/configMapKeyRef");
                    assertThat(from.path("key").asString()).isEqualTo("AWS_REGION");
                    assertThat(from.path("name")).isEqualTo(manifests.at("ConfigMap", "/metadata/name"));
                });
    }

    /** NodeLocal DNSCache and EKS Auto Mode answer from the node, which no selector of pods finds. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void askAnybodyForNames(String overlay) {
        assertThat(overlay(overlay).at("NetworkPolicy", "/spec/egress"))
                .filteredOn(rule -> !rule.has("to"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("ports"))
                        .extracting(port -> port.path("port").asInt()
                                + port.path("protocol").asString())
                        .containsExactly("53UDP", "53TCP"));
    }

    /** The instance's metadata hand out the node's role, over either version of IP. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void reachTheWorldButNotTheNodesRole(String overlay) {
        List<JsonNode> blocks = overlay(overlay)
                .at("NetworkPolicy", "/spec/egress")
                .valueStream()
                .flatMap(rule -> rule.path("to").valueStream())
                .map(peer -> peer.path("ipBlock"))
                .filter(block -> block.has("except"))
                .toList();

        assertThat(blocks)
                .extracting(block -> block.path("cidr").asString() + " without "
                        + block.at("/except/0").asString())
                .containsExactly("0.0.0.0/0 without 169.254.0.0/16", "::/0 without fd00:ec2::/32");
    }

    /** Karpenter counts the emptiest node as zero, so that a skew of three is three pods on each new node. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void fillNodesBeforeTheyAskForMore(String overlay) {
        assertThat(overlay(overlay).at("Deployment", "/spec/template/spec/topologySpreadConstraints"))
                .extracting(constraint -> constraint.path("topologyKey").asString())
                .containsExactly("topology.kubernetes.io/zone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void runOnlyOnWhatTheImageIsBuiltFor(String overlay) {
        List<String> built = YamlText.document(IMAGE_WORKFLOW)
                .at("/jobs/image/strategy/matrix/include")
                .valueStream()
                .map(one -> one.path("arch").asString())
                .toList();

        JsonNode expression = overlay(overlay)
                .at(
                        "Deployment",
                        "/spec/template/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution"
                                + "/nodeSelectorTerms/0/matchExpressions/0");

        assertThat(expression.path("key").asString()).isEqualTo("kubernetes.io/arch");
        assertThat(expression.path("values")).extracting(JsonNode::asString).containsExactlyElementsOf(built);
    }

    /** The tag that git has and the workflow pushes, {@code v} and all. */
    @Test
    void nameAVersionThatTheWorkflowPushes() {
        String image = overlay("prod")
                .at("Deployment", "/spec/template/spec/containers/0/image")
                .asString();
        String pattern = YamlText.document(IMAGE_WORKFLOW).at("/on/push/tags/0").asString();

        assertThat(image.substring(image.indexOf(':') + 1)).matches(pattern.replace(".", "\\."));
    }

    /** KEDA reads the environment of the Deployment; what a secret holds instead it cannot know. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void letKedaSeeTheQueueThatTheWorkerReads(String overlay) {
        Manifests manifests = overlay(overlay);

        assertThat(manifests.at("ConfigMap", "/data/SQS_QUEUE_URL").asString()).startsWith("https://sqs.");
    }

    /** A span says which pod it is from, and prod does not record every event that comes without a trace. */
    @Test
    void tellTheCollectorWhoIsSpeaking() {
        JsonNode variables = overlay("prod").at("Deployment", "/spec/template/spec/containers/0/env");

        assertThat(variables)
                .filteredOn(variable -> variable.has("value"))
                .extracting(variable -> variable.path("name").asString() + "="
                        + variable.path("value").asString())
                .containsExactlyInAnyOrder(
                        "OTEL_RESOURCE_ATTRIBUTES=service.namespace=traffic-tacos,k8s.namespace.name=$(POD_NAMESPACE),"
                                + "k8s.pod.name=$(POD_NAME),k8s.container.name=worker",
                        "OTEL_TRACES_SAMPLER=parentbased_traceidratio",
                        "OTEL_TRACES_SAMPLER_ARG=0.05");
    }
}
