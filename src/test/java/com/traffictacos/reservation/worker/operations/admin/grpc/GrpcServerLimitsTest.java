package com.traffictacos.reservation.worker.operations.admin.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.log.LibraryLog;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody without a token may do to the port, over real connections. */
class GrpcServerLimitsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        JsonLog.setSink(lines::add);
        server =
                GrpcServerFactory.withReflection(0, eventLoop, executor).build().start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.shutdownNow();
        assertThat(server.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        executor.shutdownNow();
        eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @Test
    void keepsAFewConnectionsOfAnAddressAndLetsOthersIn() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                sockets.add(connect("127.0.0.1"));
            }

            await().atMost(TIMEOUT)
                    .until(() -> sockets.stream().filter(this::isOpen).count()
                            == GrpcServerFactory.MAX_CONNECTIONS_PER_ADDRESS);
            assertThat(list("127.0.0.2").lastStatus()).isEmpty();
        } finally {
            close(sockets);
        }
    }

    @Test
    void endsTheOldestReflectionStreamsForNewOnes() {
        ManagedChannel channel = channel("127.0.0.1");
        ManagedChannel other = channel("127.0.0.3");
        try {
            List<Stream> streams = new ArrayList<>();
            for (int i = 0; i < 3 * GrpcServerFactory.MAX_REFLECTION_STREAMS; i++) {
                // Half of them on another connection: a connection has a limit of its own, where the client waits.
                Stream stream = Stream.open(i % 2 == 0 ? channel : other);
                stream.list();
                await().atMost(TIMEOUT).until(stream::isAnswered);
                streams.add(stream);
            }

            await().atMost(TIMEOUT)
                    .until(() -> streams.stream()
                                    .filter(stream -> stream.lastStatus().isEmpty())
                                    .count()
                            == GrpcServerFactory.MAX_REFLECTION_STREAMS);
            assertThat(streams.getFirst().lastStatus()).contains(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(streams.getLast().lastStatus()).isEmpty();
        } finally {
            channel.shutdownNow();
            other.shutdownNow();
        }
    }

    @Test
    void writesAFewShortLinesAboutMalformedMessages() {
        ManagedChannel channel = channel("127.0.0.1");
        LibraryLog library = LibraryLog.takeOver(List.of("io.grpc", "io.netty"));
        try {
            for (int i = 0; i < 50; i++) {
                malformed(channel);
            }

            assertThat(lines)
                    .hasSizeLessThan(10)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(1_000));
            assertThat(list("127.0.0.1").isAnswered()).isTrue();
        } finally {
            library.close();
            channel.shutdownNow();
        }
    }

    private void malformed(ManagedChannel channel) {
        List<Status> ends = new CopyOnWriteArrayList<>();
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(
                        ServerReflectionGrpc.getServerReflectionInfoMethod().getFullMethodName())
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        var call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ends.add(status);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x01});
        await().atMost(TIMEOUT).until(() -> !ends.isEmpty());
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Stream list(String from) {
        ManagedChannel channel = channel(from);
        try {
            Stream stream = Stream.open(channel);
            stream.list();
            await().atMost(TIMEOUT).until(stream::isAnswered);
            return stream;
        } finally {
            channel.shutdown();
        }
    }

    private ManagedChannel channel(String from) {
        return NettyChannelBuilder.forAddress(address("127.0.0.1", server.getPort()))
                .usePlaintext()
                .localSocketPicker(new NettyChannelBuilder.LocalSocketPicker() {
                    @Override
                    public SocketAddress createSocketAddress(SocketAddress remote, Attributes attributes) {
                        return address(from, 0);
                    }
                })
                .build();
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(literal, port);
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(address(from, 0));
        socket.connect(address("127.0.0.1", server.getPort()));
        socket.setSoTimeout(10);
        return socket;
    }

    /** The server sends its settings first, then nothing; a closed connection reads as its end. */
    private boolean isOpen(Socket socket) {
        try {
            while (true) {
                if (socket.getInputStream().read() < 0) {
                    return false;
                }
            }
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** One reflection stream that stays open. */
    private static final class Stream implements StreamObserver<ServerReflectionResponse> {

        private volatile Optional<Status.Code> end = Optional.empty();
        private volatile boolean answered;
        private final StreamObserver<ServerReflectionRequest> requests;

        @SuppressWarnings("this-escape")
        private Stream(ManagedChannel channel) {
            requests = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(this);
        }

        static Stream open(ManagedChannel channel) {
            return new Stream(channel);
        }

        void list() {
            requests.onNext(
                    ServerReflectionRequest.newBuilder().setListServices("*").build());
        }

        boolean isAnswered() {
            return answered;
        }

        Optional<Status.Code> lastStatus() {
            return end;
        }

        @Override
        public void onNext(ServerReflectionResponse response) {
            answered = true;
        }

        @Override
        public void onError(Throwable failure) {
            end = Optional.of(Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            end = Optional.of(Status.Code.OK);
        }
    }
}
