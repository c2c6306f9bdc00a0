package com.traffictacos.reservation.worker.sandbox;

import com.traffic_tacos.reservation.v1.InventoryServiceGrpc;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Lets the stand-ins' code get warm in a world of its own before a measured burst: a queue that takes fifteen
 * milliseconds to answer because its own classes are cold says nothing about the worker.
 */
public final class StandInWarmUp {

    private static final int ROUNDS = 150;
    private static final int BATCH = 10;

    private StandInWarmUp() {}

    /** Takes some seconds. */
    public static void run() {
        try (SandboxWorld world = SandboxWorld.start();
                SqsClient queue = SandboxSqsClients.at(world.gateway().endpoint());
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            String url = world.settings().getOrDefault("SQS_QUEUE_URL", "");
            ManagedChannel channel = NettyChannelBuilder.forTarget(
                            world.inventory().address())
                    .usePlaintext()
                    .directExecutor()
                    .build();
            InventoryServiceBlockingStub inventory = InventoryServiceGrpc.newBlockingStub(channel);
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    IntStream.range(0, BATCH).forEach(i -> world.generator().sendBody("{}"));
                    receiveAndDelete(queue, url);
                    for (int call = 0; call < BATCH; call++) {
                        inventory.releaseHold(ReleaseHoldRequest.newBuilder()
                                .setReservationId("warm-up")
                                .setEventId("warm-up")
                                .setQuantity(1)
                                .build());
                        patch(http, world.reservationApi().base());
                    }
                }
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static void receiveAndDelete(SqsClient queue, String url) {
        List<Message> messages = queue.receiveMessage(
                        r -> r.queueUrl(url).maxNumberOfMessages(BATCH).waitTimeSeconds(1))
                .messages();
        if (messages.isEmpty()) {
            return;
        }
        List<DeleteMessageBatchRequestEntry> entries = IntStream.range(0, messages.size())
                .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(messages.get(i).receiptHandle())
                        .build())
                .toList();
        queue.deleteMessageBatch(r -> r.queueUrl(url).entries(entries));
    }

    private static void patch(HttpClient http, URI base) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/internal/reservations/warm-up"))
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"status\":\"EXPIRED\"}"))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 404) {
                throw new IllegalStateException("an unknown reservation was answered with " + status);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the reservation API does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
