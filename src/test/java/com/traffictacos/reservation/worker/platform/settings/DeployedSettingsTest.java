package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.deploy.Kubectl;
import com.traffictacos.reservation.worker.deploy.Manifests;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests and the worker use the same settings. */
class DeployedSettingsTest {

    /** In a cluster these would bypass the pod's role and the region's endpoints. */
    private static final Set<String> FOR_LOCAL_WORK =
            Set.of("AWS_PROFILE", "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void setsEverySettingAndNoOther(String overlay) {
        Manifests manifests = render(overlay);
        Set<String> fromSecret = manifests
                .at("Deployment", "/spec/template/spec/containers/0/env")
                .valueStream()
                .filter(variable -> variable.path("valueFrom").has("secretKeyRef"))
                .map(variable -> variable.path("name").asString())
                .collect(Collectors.toSet());
        Set<String> expected = SettingCatalog.all().stream()
                .<String>map(Setting::variable)
                .filter(name -> !FOR_LOCAL_WORK.contains(name) && !name.equals("ADMIN_TOKEN"))
                .collect(Collectors.toSet());

        assertThat(texts(manifests).keySet()).isEqualTo(expected);
        assertThat(fromSecret).containsExactly("ADMIN_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void setsThemToWhatTheWorkerAccepts(String overlay) {
        Settings settings = SettingsReader.read(new FakeSource(texts(render(overlay))));

        assertThat(settings.queue().url()).hasHost("sqs.ap-northeast-2.amazonaws.com");
    }

    private static Manifests render(String overlay) {
        return Kubectl.orSkip().kustomize(Path.of("deploy/k8s/overlays", overlay));
    }

    private static Map<String, String> texts(Manifests manifests) {
        Map<String, String> texts = new TreeMap<>();
        manifests
                .at("ConfigMap", "/data")
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
        return texts;
    }
}
