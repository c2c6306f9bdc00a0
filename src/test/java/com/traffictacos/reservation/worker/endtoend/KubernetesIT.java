package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code deploy/check/kubernetes.sh}: the manifests against the schemas of Kubernetes, KEDA and the Prometheus Operator, the
 * workflows against actionlint. Skipped, and says so, where there is no Go, kubectl or python3.
 */
@Execution(ExecutionMode.CONCURRENT)
class KubernetesIT {

    @Test
    void conformsToTheProjectsOwnSchemas() {
        assertThat(CheckScript.run("kubernetes", Map.of())).contains("conforms to Kubernetes, KEDA");
    }
}
