package com.traffictacos.reservation.worker.sandbox;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServerBuilder$;
import scala.concurrent.Await;
import scala.concurrent.duration.FiniteDuration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * An SQS server inside this process, on a free port of 127.0.0.1. It keeps everything in memory and takes any
 * credentials. Safe for use by any number of threads.
 *
 * @see <a href="https://github.com/softwaremill/elasticmq">ElasticMQ</a>
 */
public final class EmbeddedSqs implements AutoCloseable {

    /** The region in the ARNs of its queues; clients may name any. */
    public static final String REGION = "ap-northeast-2";

    private static final String ACCOUNT = "123456789012";
    private static final FiniteDuration TIMEOUT = FiniteDuration.apply(1, TimeUnit.MINUTES);
    // Strong references: java.util.logging forgets the level of a logger that nobody holds.
    private static final List<Logger> SERVER_LOGS =
            List.of(Logger.getLogger("org.elasticmq"), Logger.getLogger("org.apache.pekko"));

    private final ActorSystem actors;
    private final URI endpoint;
    private final SqsClient admin;

    private EmbeddedSqs(ActorSystem actors, URI endpoint) {
        this.actors = actors;
        this.endpoint = endpoint;
        this.admin = SqsClient.builder()
                .region(Region.of(REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }

    /**
     * A queue and the dead-letter queue of its redrive policy.
     *
     * @param url as {@code SQS_QUEUE_URL} takes it
     * @param deadLetterUrl as {@code SQS_DLQ_URL} takes it
     */
    public record QueuePair(URI url, URI deadLetterUrl) {}

    /** Starts a server without queues. */
    public static EmbeddedSqs start() {
        SERVER_LOGS.forEach(log -> log.setLevel(Level.WARNING));
        // An actor system of our own, since the server does not stop the one that it would make for itself.
        Config quiet = ConfigFactory.parseMap(Map.of("pekko.loglevel", "WARNING", "pekko.stdout-loglevel", "WARNING"));
        ActorSystem actors = ActorSystem.create("embedded-sqs", quiet.withFallback(ConfigFactory.load()));
        int port = SQSRestServerBuilder$.MODULE$
                .withActorSystem(actors)
                .withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSRegion(REGION)
                .withAWSAccountId(ACCOUNT)
                .start()
                .waitUntilStarted()
                .localAddress()
                .getPort();
        return new EmbeddedSqs(actors, URI.create("http://127.0.0.1:" + port));
    }

    /** What {@code AWS_ENDPOINT_URL_SQS} is set to. */
    public URI endpoint() {
        return endpoint;
    }

    /** A client with every permission, for setting the stage and looking behind it; closed with the server. */
    public SqsClient admin() {
        return admin;
    }

    /**
     * Makes a queue and, named {@code <name>-dlq}, its dead-letter queue. A name that ends with {@code .fifo} makes FIFO
     * queues.
     *
     * @param visibility the queue's own visibility timeout, whole seconds
     */
    public QueuePair createQueueWithDeadLetterQueue(String name, int maxReceiveCount, Duration visibility) {
        boolean fifo = name.endsWith(".fifo");
        String stem = fifo ? name.substring(0, name.length() - ".fifo".length()) : name;
        String deadLetterName = stem + "-dlq" + (fifo ? ".fifo" : "");
        createQueue(deadLetterName, Map.of());
        createQueue(
                name,
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        Long.toString(visibility.toSeconds()),
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"arn:aws:sqs:%s:%s:%s\",\"maxReceiveCount\":%d}"
                                .formatted(REGION, ACCOUNT, deadLetterName, maxReceiveCount)));
        return new QueuePair(url(name), url(deadLetterName));
    }

    /** Makes a queue without a redrive policy. A name that ends with {@code .fifo} makes a FIFO queue. */
    public URI createQueue(String name) {
        createQueue(name, Map.of());
        return url(name);
    }

    private void createQueue(String name, Map<QueueAttributeName, String> attributes) {
        Map<QueueAttributeName, String> all = new EnumMap<>(QueueAttributeName.class);
        all.putAll(attributes);
        if (name.endsWith(".fifo")) {
            all.put(QueueAttributeName.FIFO_QUEUE, "true");
        }
        admin.createQueue(request -> request.queueName(name).attributes(all));
    }

    private URI url(String queueName) {
        return endpoint.resolve("/" + ACCOUNT + "/" + queueName);
    }

    /** Stops at once, also in the middle of long polls. */
    @Override
    public void close() {
        admin.close();
        try {
            Await.ready(actors.terminate(), TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            throw new IllegalStateException("the embedded SQS does not stop", e);
        }
    }
}
