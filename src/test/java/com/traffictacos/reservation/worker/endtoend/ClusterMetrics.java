package com.traffictacos.reservation.worker.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What KEDA's operator, kube-state-metrics and the kubelet would say of one worker, under the names and labels of their
 * sources, for rules and panels that ask them. Safe for use by any number of threads.
 *
 * @see <a href="https://github.com/kedacore/keda/blob/v2.19.0/pkg/metricscollector/prommetrics.go">KEDA's metrics</a>
 * @see <a href="https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics">kube-state-metrics</a>
 */
final class ClusterMetrics implements AutoCloseable {

    private static final String TEXT = """
            keda_scaler_metrics_value{exported_namespace="traffic-tacos",metric="s0-aws-sqs-events",scaledObject="reservation-worker",scaler="awsSqsQueueScaler",triggerIndex="0",type="scaledobject"} 3
            keda_scaled_object_paused{exported_namespace="traffic-tacos",scaledObject="reservation-worker"} 0
            keda_scaled_object_errors_total{exported_namespace="traffic-tacos",scaledObject="reservation-worker"} 1
            kube_deployment_spec_replicas{deployment="reservation-worker"} 1
            kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="keda-hpa-reservation-worker"} 1
            kube_horizontalpodautoscaler_status_desired_replicas{horizontalpodautoscaler="keda-hpa-reservation-worker"} 1
            kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="keda-hpa-reservation-worker"} 50
            kube_pod_container_resource_limits{container="worker",pod="a",resource="memory",unit="byte"} 4.02653184e+08
            kube_pod_container_status_restarts_total{container="worker",pod="a"} 0
            container_memory_working_set_bytes{container="worker",pod="a"} 2.5e+08
            container_cpu_cfs_throttled_periods_total{container="worker",pod="a"} THROTTLED
            container_cpu_cfs_periods_total{container="worker",pod="a"} PERIODS
            """;

    private final HttpServer server;
    private int scrapes;

    private ClusterMetrics(HttpServer server) {
        this.server = server;
    }

    static ClusterMetrics start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ClusterMetrics metrics = new ClusterMetrics(server);
            server.createContext("/metrics", exchange -> {
                byte[] text = metrics.next().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, text.length);
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(text);
                }
            });
            server.start();
            return metrics;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counters go up a little with each scrape. */
    private synchronized String next() {
        scrapes++;
        return TEXT.replace("THROTTLED", Integer.toString(scrapes)).replace("PERIODS", Integer.toString(10 * scrapes));
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
