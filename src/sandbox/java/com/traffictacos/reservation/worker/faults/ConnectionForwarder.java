package com.traffictacos.reservation.worker.faults;

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
 * One address with several servers behind it, as a ClusterIP has: connections go to them in turn and stay with them.
 * May let answers trickle. Safe for use by any number of threads.
 */
final class ConnectionForwarder implements AutoCloseable {

    private static final Duration PER_BYTE = Duration.ofSeconds(1);

    private final List<InetSocketAddress> servers;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger trickled = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean trickles;

    private ConnectionForwarder(List<InetSocketAddress> servers) throws IOException {
        this.servers = List.copyOf(servers);
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** @param ports of servers on 127.0.0.1; the first connection goes to the first one */
    static ConnectionForwarder to(Integer... ports) {
        try {
            return new ConnectionForwarder(List.of(ports).stream()
                    .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Connections so far. */
    int connections() {
        return connections.get();
    }

    /** Whether answers come by one byte a second from now on. What is held of them comes at once when that ends. */
    void setTrickles(boolean byteByByte) {
        trickles = byteByByte;
    }

    /** Answers that have begun to trickle so far. */
    int trickled() {
        return trickled.get();
    }

    /** The longest time that a caller has waited for an answer that trickled. */
    Duration longestTrickle() {
        return Duration.ofNanos(longestNanos.get());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                InetSocketAddress server = servers.get(connections.getAndIncrement() % servers.size());
                threads.execute(() -> forward(client, server));
            }
        } catch (IOException closing) {
            // The run is over.
        }
    }

    private void forward(Socket client, InetSocketAddress address) {
        open.add(client);
        try (client;
                Socket server = new Socket(address.getAddress(), address.getPort())) {
            open.add(server);
            threads.execute(() -> request(client, server));
            answer(server.getInputStream(), client.getOutputStream());
            open.remove(server);
        } catch (IOException gone) {
            // When one end closes, both are closed.
        }
        open.remove(client);
    }

    private static void request(Socket client, Socket server) {
        try (client;
                server) {
            long unused = client.getInputStream().transferTo(server.getOutputStream());
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
