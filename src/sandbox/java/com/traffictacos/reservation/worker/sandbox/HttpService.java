package com.traffictacos.reservation.worker.sandbox;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP/1.1 server on 127.0.0.1. Unlike the JDK's it never blocks a thread on a call, it tells when a client
 * goes away in the middle of a long poll, and it can reset a connection.
 *
 * <p>Calls are handed over on an event loop and must not block it. Clients are expected to wait for an answer before
 * they send the next request on the same connection.
 */
final class HttpService implements AutoCloseable {

    /** Larger than an SQS batch of ten messages in JSON. */
    private static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    private final EventLoopGroup threads;
    private final ChannelGroup connections;
    private final Channel listener;

    private HttpService(EventLoopGroup threads, ChannelGroup connections, Channel listener) {
        this.threads = threads;
        this.connections = connections;
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param port zero for any free one
     */
    static HttpService start(String name, int port, Consumer<HttpCall> calls) {
        EventLoopGroup threads =
                new MultiThreadIoEventLoopGroup(2, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        connections.add(connection);
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                                .addLast(new Connection(calls));
                    }
                });
        try {
            Channel listener = bootstrap
                    .bind(InetAddress.getLoopbackAddress(), port)
                    .syncUninterruptibly()
                    .channel();
            return new HttpService(threads, connections, listener);
        } catch (RuntimeException e) {
            threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            throw e;
        }
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Closes the port and every connection; calls that are still open are never answered. */
    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        connections.close().awaitUninterruptibly();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** One client connection; its calls come one after the other. */
    private static final class Connection extends SimpleChannelInboundHandler<FullHttpRequest> {

        private final Consumer<HttpCall> calls;
        private @Nullable HttpCall latest;

        Connection(Consumer<HttpCall> calls) {
            this.calls = calls;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            HttpCall call = new HttpCall(context, request);
            latest = call;
            calls.accept(call);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            HttpCall last = latest;
            if (last != null) {
                last.clientIsGone();
            }
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A reset by the client, or a request that is no HTTP: there is nobody left to tell.
            var unused = context.close();
        }
    }
}
