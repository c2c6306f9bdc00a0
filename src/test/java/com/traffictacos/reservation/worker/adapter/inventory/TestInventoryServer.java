package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.reservation.v1.CommitReservationRequest;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceImplBase;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import io.grpc.Attributes;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An inventory service on the loopback address that returns configured answers and records its requests. */
public final class TestInventoryServer extends InventoryServiceImplBase implements AutoCloseable {

    private final Server server;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Metadata> headers = new CopyOnWriteArrayList<>();
    private final List<ReleaseHoldRequest> releases = new CopyOnWriteArrayList<>();
    private final List<CommitReservationRequest> commits = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = Behaviour.ANSWERS;
    private volatile Status refusal = Status.UNKNOWN;
    private volatile ReleaseHoldResponse releaseAnswer = ReleaseHoldResponse.getDefaultInstance();
    private volatile CommitReservationResponse commitAnswer = CommitReservationResponse.getDefaultInstance();

    private enum Behaviour {
        ANSWERS,
        REFUSES,
        STAYS_SILENT
    }

    private TestInventoryServer(int port, ServerCredentials credentials) {
        server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), credentials)
                .addService(this)
                .intercept(new KeepHeaders())
                .addTransportFilter(new CountConnections())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestInventoryServer start() {
        return startOn(0);
    }

    public static TestInventoryServer startOn(int port) {
        return new TestInventoryServer(port, InsecureServerCredentials.create());
    }

    static TestInventoryServer start(ServerCredentials credentials) {
        return new TestInventoryServer(0, credentials);
    }

    public void answers(ReleaseHoldResponse answer) {
        releaseAnswer = answer;
        behaviour = Behaviour.ANSWERS;
    }

    public void answers(CommitReservationResponse answer) {
        commitAnswer = answer;
        behaviour = Behaviour.ANSWERS;
    }

    public void refuses(Status status) {
        refusal = status;
        behaviour = Behaviour.REFUSES;
    }

    public void staysSilent() {
        behaviour = Behaviour.STAYS_SILENT;
    }

    public HostAndPort address() {
        return new HostAndPort("127.0.0.1", server.getPort());
    }

    /** Number of connections so far. */
    public int connections() {
        return connections.get();
    }

    public List<Metadata> headers() {
        return headers;
    }

    public List<ReleaseHoldRequest> releases() {
        return releases;
    }

    public List<CommitReservationRequest> commits() {
        return commits;
    }

    @Override
    public void releaseHold(ReleaseHoldRequest request, StreamObserver<ReleaseHoldResponse> observer) {
        releases.add(request);
        answer(releaseAnswer, observer);
    }

    @Override
    public void commitReservation(
            CommitReservationRequest request, StreamObserver<CommitReservationResponse> observer) {
        commits.add(request);
        answer(commitAnswer, observer);
    }

    private <T> void answer(T answer, StreamObserver<T> observer) {
        switch (behaviour) {
            case ANSWERS -> {
                observer.onNext(answer);
                observer.onCompleted();
            }
            case REFUSES -> observer.onError(refusal.asRuntimeException());
            case STAYS_SILENT -> {
                // The caller's deadline ends the call.
            }
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class KeepHeaders implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata received, ServerCallHandler<Q, A> next) {
            headers.add(received);
            return next.startCall(call, received);
        }
    }

    private final class CountConnections extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes attributes) {
            connections.incrementAndGet();
            return attributes;
        }
    }
}
