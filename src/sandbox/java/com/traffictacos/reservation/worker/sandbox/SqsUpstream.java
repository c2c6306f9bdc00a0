package com.traffictacos.reservation.worker.sandbox;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.SimpleChannelPool;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The SQS server behind {@link SqsGateway}, over kept-alive connections. Not the JDK's HTTP client, because that
 * completes its answers on the common pool, where any blocked task of a test would hold up the queue.
 *
 * <p>Safe for use by any number of threads.
 */
final class SqsUpstream implements SqsServer {

    /** Larger than ten messages of the largest size that the tests use. */
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    /** Headers that belong to one connection. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "connection", "content-length", "expect", "transfer-encoding", "keep-alive");

    private final URI server;
    private final EventLoopGroup threads;
    private final SimpleChannelPool connections;

    SqsUpstream(URI server) {
        this.server = server;
        this.threads = new MultiThreadIoEventLoopGroup(
                2, new DefaultThreadFactory("sqs-upstream", true), NioIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap()
                .group(threads)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(server.getHost(), server.getPort());
        this.connections = new SimpleChannelPool(bootstrap, new AbstractChannelPoolHandler() {
            @Override
            public void channelCreated(Channel connection) {
                connection
                        .pipeline()
                        .addLast(new HttpClientCodec())
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                        .addLast(new Connection());
            }
        });
    }

    /** @param whenAnswered run on an event loop */
    @Override
    public void forward(HttpCall call, byte[] body, Consumer<HttpAnswer> whenAnswered) {
        connections.acquire().addListener((Future<Channel> acquired) -> {
            if (!acquired.isSuccess()) {
                call.reset();
                return;
            }
            Channel connection = acquired.getNow();
            Connection exchange = connection.pipeline().get(Connection.class);
            if (exchange == null) {
                // The server has closed it since the pool looked; its handlers are gone.
                var unused = connections.release(connection);
                forward(call, body, whenAnswered);
                return;
            }
            exchange.begin(new Exchange(call, whenAnswered));
            call.onClientGone(() -> {
                var unused = connection.close();
            });
            var unused = connection.writeAndFlush(request(call, body));
        });
    }

    private FullHttpRequest request(HttpCall call, byte[] body) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(call.method()), call.path(), Unpooled.wrappedBuffer(body));
        call.headers().forEach((name, value) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                request.headers().set(name, value);
            }
        });
        request.headers().set(HttpHeaderNames.HOST, server.getAuthority());
        request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return request;
    }

    @Override
    public void close() {
        connections.close();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private record Exchange(HttpCall call, Consumer<HttpAnswer> whenAnswered) {}

    /** One connection to the server; it carries one exchange at a time and goes back to the pool after it. */
    private final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {

        private volatile @Nullable Exchange current;

        void begin(Exchange exchange) {
            current = exchange;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            Exchange exchange = current;
            current = null;
            HttpAnswer answer = new HttpAnswer(
                    response.status().code(), headers(response), ByteBufUtil.getBytes(response.content()));
            if (!HttpUtil.isKeepAlive(response)) {
                var unused = context.close();
            }
            var unused = connections.release(context.channel());
            if (exchange != null) {
                hand(exchange, answer);
            }
        }

        private static void hand(Exchange exchange, HttpAnswer answer) {
            try {
                exchange.whenAnswered.accept(answer);
            } catch (RuntimeException e) {
                // The client must see a broken connection, not wait for ever.
                exchange.call.reset();
                throw e;
            }
        }

        private static Map<String, String> headers(FullHttpResponse response) {
            Map<String, String> headers = new HashMap<>();
            for (Map.Entry<String, String> header : response.headers()) {
                String name = header.getKey().toLowerCase(Locale.ROOT);
                if (!OF_THE_CONNECTION.contains(name)) {
                    headers.putIfAbsent(name, header.getValue());
                }
            }
            return headers;
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            Exchange exchange = current;
            current = null;
            if (exchange != null) {
                // Closed in the middle of an exchange: it was not released yet, and the pool lets go of dead ones.
                var unused = connections.release(context.channel());
                exchange.call.reset();
            }
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // What is open then ends in channelInactive.
            var unused = context.close();
        }
    }
}
