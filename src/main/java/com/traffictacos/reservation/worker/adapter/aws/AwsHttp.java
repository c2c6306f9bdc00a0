package com.traffictacos.reservation.worker.adapter.aws;

import com.traffictacos.reservation.worker.platform.network.ProxyRoutePlanner;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.network.TimedDnsResolver;
import java.time.Duration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** What the clients of all AWS services have in common. Stateless. */
public final class AwsHttp {

    private AwsHttp() {}

    /**
     * A client by {@link ProxyRules}, in place of the SDK's own reading of proxy settings, whose name look-ups end in time.
     *
     * @param connectTimeout for each of look-up, connect, and a connection of the pool
     */
    public static Apache5HttpClient.Builder client(ProxyRules proxies, Duration connectTimeout) {
        ProxyRoutePlanner routes = new ProxyRoutePlanner(proxies);
        return Apache5HttpClient.builder()
                .connectionTimeout(connectTimeout)
                .connectionAcquisitionTimeout(connectTimeout)
                .dnsResolver(new TimedDnsResolver(connectTimeout))
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(false)
                        .useEnvironmentVariableValues(false)
                        .build())
                .httpRoutePlanner(routes)
                .credentialsProvider(routes);
    }
}
