package com.traffictacos.reservation.worker.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One address with several servers behind it, as a ClusterIP has: each new connection goes to the server that was chosen
 * last, and stays with it. May let answers trickle. Safe for use by any number of threads.
 */
public final class ConnectionForwarder implements AutoCloseable {

    private static final Duration PER_BYTE = Duration.ofSeconds(1);

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger trickled = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile InetSocketAddress server;
    private volatile boolean trickles;

    private ConnectionForwarder(int port) throws IOException {
        this.server = local(port);
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** @param port of a server on 127.0.0.1 */
    public static ConnectionForwarder to(int port) {
        try {
            return new ConnectionForwarder(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress local(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Sets the server on 127.0.0.1 for new connections. */
    public void choose(int port) {
        server = local(port);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Whether answers come by one byte a second from now on. What is held of them comes at once when that ends. */
    public void setTrickles(boolean byteByByte) {
        trickles = byteByByte;
    }

    /** Answers that have begun to trickle so far. */
    public int trickled() {
        return trickled.get();
    }

    /** The longest time that a caller has waited for an answer that trickled. */
    public Duration longestTrickle() {
        return Duration.ofNanos(longestNanos.get());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                InetSocketAddress chosen = server;
                threads.execute(() -> forward(client, chosen));
            }
        } catch (IOException closing) {
            // The run is over.
        }
    }

    private void forward(Socket client, InetSocketAddress address) {
        open.add(client);
        try (client;
                Socket upstream = new Socket(address.getAddress(), address.getPort())) {
            open.add(upstream);
            threads.execute(() -> request(client, upstream));
            answer(upstream.getInputStream(), client.getOutputStream());
            open.remove(upstream);
        } catch (IOException gone) {
            // When one end closes, both are closed.
        }
        open.remove(client);
    }

    private static void request(Socket client, Socket upstream) {
        try (client;
                upstream) {
            long unused = client.getInputStream().transferTo(upstream.getOutputStream());
        } catch (IOException gone) {
            // When one end closes, both are closed.
        }
    }

    private void answer(InputStream from, OutputStream to) throws IOException {
        byte[] bytes = new byte[16 * 1024];
        for (int read = from.read(bytes); read >= 0; read = from.read(bytes)) {
            int sent = trickles ? trickle(bytes, read, to) : 0;
            to.write(bytes, sent, read - sent);
            to.flush();
        }
    }

    /** Sends bytes one by one, and returns how many, when answers do not trickle any more. */
    private int trickle(byte[] bytes, int count, OutputStream to) throws IOException {
        int unused = trickled.incrementAndGet();
        long begun = System.nanoTime();
        int sent = 0;
        try {
            while (trickles && sent < count && !closed.await(PER_BYTE.toMillis(), TimeUnit.MILLISECONDS)) {
                to.write(bytes, sent++, 1);
                to.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            longestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
        return sent;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
