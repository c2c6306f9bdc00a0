package com.traffictacos.reservation.worker.adapter.aws;

import com.traffictacos.reservation.worker.platform.network.ProxyRoutePlanner;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.network.TimedDnsResolver;
import java.time.Duration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/** Builds the HTTP client that the clients of all AWS services share. Stateless. */
public final class AwsHttp {

    private AwsHttp() {}

    /**
     * Returns a client builder that follows {@link ProxyRules} instead of the SDK's own proxy settings, and whose name
     * look-ups have a time limit.
     *
     * @param connectTimeout limit for each of the name look-up, the connect, and the wait for a connection of the pool
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
