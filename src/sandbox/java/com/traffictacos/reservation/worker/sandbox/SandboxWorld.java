package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.sandbox.DeadLetters.DeadLetter;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs.QueuePair;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Everything around a worker: queue, gateway, both services and the producers. Safe for use by any number of threads,
 * except where a part says otherwise.
 */
public final class SandboxWorld implements AutoCloseable {

    /** As in {@code deploy/aws/queues.yaml}: beyond any outage, so that only the worker decides what is dead. */
    private static final int MAX_RECEIVES = 400;

    private static final Duration QUEUE_VISIBILITY = Duration.ofSeconds(60);

    private final QueueSide side;
    private final QueuePair queues;
    private final SqsClient producer;
    private final SqsGateway gateway;
    private final InventoryStandIn inventory;
    private final ReservationApiStandIn reservationApi;
    private final EventGenerator generator;
    private final Poison poison;

    /** Ports of what the worker speaks to; zero means any free one. */
    public record Ports(int queue, int inventory, int reservationApi) {

        /** Any free ones. */
        public static final Ports FREE = new Ports(0, 0, 0);
    }

    private SandboxWorld(QueueSide side, Ports ports, long seed) {
        this.side = side;
        queues = side.queues();
        producer = SandboxSqsClients.at(side.endpoint());
        gateway = SqsGateway.start(side.server(), ports.queue(), seed);
        inventory = InventoryStandIn.start(ports.inventory(), seed);
        reservationApi = ReservationApiStandIn.start(ports.reservationApi(), seed + 1);
        generator = new EventGenerator(producer, queues.url(), reservationApi.book(), inventory.stock());
        poison = new Poison(producer, queues.deadLetterUrl(), reservationApi.book(), inventory.stock(), seed);
    }

    /**
     * What the queue is made of.
     *
     * @param endpoint for whoever is not to be counted
     * @param server what the gateway has behind it
     * @param create makes the queue anew, once it was deleted
     */
    private record QueueSide(
            URI endpoint, QueuePair queues, SqsServer server, Supplier<QueuePair> create, Runnable stop) {

        static QueueSide embedded(String queueName) {
            EmbeddedSqs sqs = EmbeddedSqs.start();
            Supplier<QueuePair> create =
                    () -> sqs.createQueueWithDeadLetterQueue(queueName, MAX_RECEIVES, QUEUE_VISIBILITY);
            return new QueueSide(sqs.endpoint(), create.get(), new SqsUpstream(sqs.endpoint()), create, sqs::close);
        }

        static QueueSide inMemory(String queueName) {
            MemorySqs sqs = MemorySqs.start();
            Supplier<QueuePair> never = () -> {
                throw new UnsupportedOperationException("its queue cannot be deleted");
            };
            return new QueueSide(sqs.endpoint(), sqs.createQueueWithDeadLetterQueue(queueName), sqs, never, () -> {});
        }
    }

    /** Starts a world of its own on free ports. */
    public static SandboxWorld start() {
        return start("reservation-events", Ports.FREE, 1);
    }

    /**
     * Starts a world of its own.
     *
     * @param queueName ends with {@code .fifo} for a FIFO queue
     * @param seed of all dice
     */
    public static SandboxWorld start(String queueName, Ports ports, long seed) {
        return new SandboxWorld(QueueSide.embedded(queueName), ports, seed);
    }

    /** Starts a world for measurements, whose queue costs next to nothing and knows the plain cases alone. */
    public static SandboxWorld startLight() {
        return new SandboxWorld(QueueSide.inMemory("reservation-events"), Ports.FREE, 1);
    }

    /** The settings of contract section 5 that lead a worker into this world. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("AWS_REGION", EmbeddedSqs.REGION);
        settings.put("AWS_ACCESS_KEY_ID", "sandbox");
        settings.put("AWS_SECRET_ACCESS_KEY", "sandbox");
        settings.put("AWS_ENDPOINT_URL_SQS", gateway.endpoint().toString());
        settings.put("SQS_QUEUE_URL", gateway.through(queues.url()).toString());
        settings.put("INVENTORY_GRPC_ADDR", inventory.address());
        settings.put("RESERVATION_API_BASE", reservationApi.base().toString());
        return settings;
    }

    /** Deletes the queue with everything in it, until {@link #createQueue()}; its dead-letter queue stays. */
    public void deleteQueue() {
        producer.deleteQueue(r -> r.queueUrl(queues.url().toString()));
    }

    /** Makes the queue anew, empty. */
    public void createQueue() {
        QueuePair unused = side.create().get();
    }

    /** Throws away every message of the queue, those in flight with them, as an operator may. */
    public void purgeQueue() {
        producer.purgeQueue(r -> r.queueUrl(queues.url().toString()));
    }

    /** What is in a queue, as far as the queue tells. */
    public record Depth(int waiting, int inFlight, int delayed) {

        public int total() {
            return waiting + inFlight + delayed;
        }
    }

    public Depth depth() {
        return depth(queues.url());
    }

    public Depth deadLetterDepth() {
        return depth(queues.deadLetterUrl());
    }

    private Depth depth(URI queue) {
        Map<QueueAttributeName, String> attributes = producer.getQueueAttributes(r -> r.queueUrl(queue.toString())
                        .attributeNames(
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                                QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes();
        return new Depth(
                number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
                number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
                number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED));
    }

    private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        return Integer.parseInt(attributes.getOrDefault(name, "0"));
    }

    public List<DeadLetter> deadLetters() {
        return DeadLetters.read(producer, queues.deadLetterUrl());
    }

    /** Compares the world with how it must end. */
    public WorldCheck check() {
        return new WorldCheck(reservationApi.book(), inventory.stock());
    }

    /** Finds everything that is wrong in the world as it stands, dead letters included, poison aside. */
    public WorldCheck.Findings findings() {
        return check().check(
                        generator.expectations(),
                        deadLetters().stream()
                                .filter(deadLetter -> !poison.isPoison(deadLetter.body()))
                                .toList());
    }

    /** Time that both services have spent on calls. */
    public Duration downstreamTime() {
        return inventory.journal().totalTime().plus(reservationApi.journal().totalTime());
    }

    public SqsGateway gateway() {
        return gateway;
    }

    public InventoryStandIn inventory() {
        return inventory;
    }

    public ReservationApiStandIn reservationApi() {
        return reservationApi;
    }

    public EventGenerator generator() {
        return generator;
    }

    /** Dead letters to play with. */
    public Poison poison() {
        return poison;
    }

    @Override
    public void close() {
        gateway.close();
        inventory.close();
        reservationApi.close();
        producer.close();
        side.stop().run();
    }
}
