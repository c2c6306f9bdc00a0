package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Asks a worker whether it lives, as the kubelet does: on a new connection each time, from an address of its own. */
final class LivenessProbe implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("liveness").factory());
    private final int port;
    private final AtomicLong longestNanos = new AtomicLong();

    private LivenessProbe(int port) {
        this.port = port;
    }

    static LivenessProbe start(WorkerProcess worker) {
        LivenessProbe probe = new LivenessProbe(worker.http().getPort());
        var unused = probe.thread.scheduleAtFixedRate(probe::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return probe;
    }

    private void ask() {
        long begin = System.nanoTime();
        Duration took;
        try (Socket socket = new Socket()) {
            socket.bind(StrangerTraffic.address("127.8.0.1", 0));
            socket.setSoTimeout(Math.toIntExact(TIMEOUT.toMillis()));
            socket.connect(StrangerTraffic.address("127.0.0.1", port), Math.toIntExact(TIMEOUT.toMillis()));
            socket.getOutputStream().write(StrangerTraffic.get("/health/live", "Connection: close"));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            took = answer.startsWith("HTTP/1.1 200") ? Duration.ofNanos(System.nanoTime() - begin) : TIMEOUT;
        } catch (IOException e) {
            took = TIMEOUT;
        }
        longestNanos.accumulateAndGet(took.toNanos(), Math::max);
    }

    /** The longest time until an answer since the last call; five seconds stand for a refusal or for none. */
    Duration longest() {
        return Duration.ofNanos(longestNanos.getAndSet(0));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
