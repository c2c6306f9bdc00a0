package com.traffictacos.reservation.worker.sandbox;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP request and the ways to end it. Whoever takes the call answers or resets it at most once, now or later, from
 * any thread; a call that is never answered leaves its client waiting.
 */
final class HttpCall {

    private final ChannelHandlerContext channel;
    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean keepAlive;
    // Both guarded by this.
    private Runnable whenClientIsGone = () -> {};
    private boolean clientIsGone;

    HttpCall(ChannelHandlerContext channel, FullHttpRequest request) {
        this.channel = channel;
        this.method = request.method().name();
        this.path = request.uri();
        this.headers = lowerCased(request);
        this.body = ByteBufUtil.getBytes(request.content());
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    private static Map<String, String> lowerCased(FullHttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
        }
        return headers;
    }

    String method() {
        return method;
    }

    /** Path and query as they came. */
    String path() {
        return path;
    }

    /** Every header by its name in lower case; of repeated ones the first. */
    Map<String, String> headers() {
        return headers;
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    byte[] body() {
        return body;
    }

    String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    void answer(HttpAnswer answer) {
        forgetClient();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.wrappedBuffer(answer.body()));
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = channel.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Breaks the connection with a TCP reset, as a crashing server or a middlebox does. */
    void reset() {
        channel.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var unused = channel.close();
    }

    /** Runs the step on the connection's own thread, which must not be blocked, after the delay; zero: at once. */
    void after(Duration delay, Runnable step) {
        if (delay.isZero()) {
            step.run();
        } else {
            var unused = channel.executor().schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** What to do when the client closes the connection before it has its answer; done at once if it has already. */
    void onClientGone(Runnable action) {
        synchronized (this) {
            if (!clientIsGone) {
                whenClientIsGone = action;
                return;
            }
        }
        action.run();
    }

    void clientIsGone() {
        Runnable action;
        synchronized (this) {
            clientIsGone = true;
            action = whenClientIsGone;
        }
        action.run();
    }

    private synchronized void forgetClient() {
        whenClientIsGone = () -> {};
    }
}
