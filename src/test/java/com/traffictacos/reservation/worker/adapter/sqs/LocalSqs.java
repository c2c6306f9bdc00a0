package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.sandbox.EmbeddedSqs;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** A real server and the worker's own clients for it. Confined to one test class. */
final class LocalSqs implements AutoCloseable {

    private final EmbeddedSqs server = EmbeddedSqs.start();
    private final List<SqsClients> opened = new ArrayList<>();

    /** The worker's access to a server on this machine. */
    static SqsClients.Access access(URI endpoint) {
        return new SqsClients.Access(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
                Region.of(EmbeddedSqs.REGION),
                Optional.of(endpoint),
                Optional.empty());
    }

    EmbeddedSqs server() {
        return server;
    }

    /** Clients that stay open until {@link #closeClients()}. */
    SqsClients clients(Duration waitTime) {
        SqsClients clients = new SqsClients(access(server.endpoint()), waitTime);
        opened.add(clients);
        return clients;
    }

    void closeClients() {
        opened.forEach(SqsClients::close);
        opened.clear();
    }

    /** Sends a message without the worker, as a producer does. */
    void send(URI queue, String body, Map<String, MessageAttribute> attributes, Optional<String> group) {
        Map<String, MessageAttributeValue> values = new HashMap<>();
        attributes.forEach((name, attribute) -> values.put(name, SqsMessages.value(attribute)));
        SendMessageRequest.Builder request = SendMessageRequest.builder()
                .queueUrl(queue.toString())
                .messageBody(body)
                .messageAttributes(values);
        group.ifPresent(id -> request.messageGroupId(id)
                .messageDeduplicationId(UUID.randomUUID().toString()));
        server.admin().sendMessage(request.build());
    }

    @Override
    public void close() {
        closeClients();
        server.close();
    }
}
