package com.traffictacos.reservation.worker.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections of somebody who means no good, each on a thread of its own, until they are closed. All are to this machine.
 */
final class StrangerTraffic implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicLong rounds = new AtomicLong();
    private volatile boolean closed;

    StrangerTraffic(int port) {
        this.port = port;
    }

    /** What one connection does, over and over; its end or a failure leads to a new connection. */
    @FunctionalInterface
    interface Round {
        void run(Socket socket) throws IOException;
    }

    /**
     * Opens connections from several addresses of 127.0.0.0/8.
     *
     * @param receiveBuffer of each socket in bytes; 0: as it comes
     */
    void open(int connections, int addresses, int receiveBuffer, Round round) {
        for (int i = 0; i < connections; i++) {
            String from = "127.9." + i % addresses / 200 + "." + (1 + i % addresses % 200);
            threads.add(Thread.ofVirtual().start(() -> repeat(from, receiveBuffer, round)));
        }
    }

    private void repeat(String from, int receiveBuffer, Round round) {
        while (!closed) {
            try (Socket socket = new Socket()) {
                sockets.add(socket);
                if (receiveBuffer > 0) {
                    socket.setReceiveBufferSize(receiveBuffer);
                }
                socket.bind(address(from, 0));
                socket.connect(address("127.0.0.1", port), 5_000);
                socket.setSoTimeout(30_000);
                try {
                    round.run(socket);
                } finally {
                    sockets.remove(socket);
                }
                rounds.incrementAndGet();
            } catch (IOException refusedOrClosed) {
                // As meant: the next connection tries again.
            }
            LockSupport.parkNanos(closed ? 0 : PAUSE.toNanos());
        }
    }

    /** Sends bytes and reads until the other side ends the connection. */
    static Round sendAndRead(byte[] bytes) {
        return socket -> {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            byte[] buffer = new byte[8_192];
            InputStream input = socket.getInputStream();
            while (input.read(buffer) >= 0) {
                // What comes is of no interest.
            }
        };
    }

    /** Sends bytes and takes one byte of the answer every tenth of a second. */
    static Round sendAndReadSlowly(byte[] bytes) {
        return socket -> {
            socket.getOutputStream().write(bytes);
            InputStream input = socket.getInputStream();
            while (input.read() >= 0) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        };
    }

    /** One request after the other on a connection, each as soon as the last is answered. */
    static Round askAgainAndAgain(byte[] request) {
        return socket -> {
            byte[] buffer = new byte[64 * 1024];
            InputStream input = socket.getInputStream();
            while (true) {
                socket.getOutputStream().write(request);
                long left = -1;
                StringBuilder head = new StringBuilder();
                while (left != 0) {
                    int read = input.read(buffer);
                    if (read < 0) {
                        return;
                    }
                    if (left < 0) {
                        head.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                        left = leftAfter(head);
                    } else {
                        left -= read;
                    }
                }
            }
        };
    }

    /** Bytes of the body that are to come; -1 while the head is not complete. */
    private static long leftAfter(StringBuilder head) throws IOException {
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return -1;
        }
        String lower = head.substring(0, end).toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length: ");
        if (at < 0) {
            throw new IOException("no length");
        }
        int stop = lower.indexOf('\r', at);
        long length = Long.parseLong(
                lower.substring(at + 16, stop < 0 ? lower.length() : stop).trim());
        return length - (head.length() - end - 4);
    }

    /** A request of HTTP/1.1. */
    static byte[] get(String path, String... headers) {
        StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @param literal an address of this machine, which needs no look-up */
    static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(literal, port);
    }

    /** Connections that came to their end without a failure. */
    long rounds() {
        return rounds.get();
    }

    @Override
    public void close() {
        closed = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone, as is wanted.
            }
        }
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
