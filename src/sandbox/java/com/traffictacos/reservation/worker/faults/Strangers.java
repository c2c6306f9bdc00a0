package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.Producer;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Somebody who reaches the worker's ports, and has no token but where it is said, does harm while events arrive. They are
 * settled all the same, the worker lives and says so, and the memory that was taken comes back.
 */
record Strangers() implements Scenario {

    private static final double EVENTS_PER_SECOND = 60;
    private static final Duration ATTACK = Duration.ofSeconds(10);
    private static final Duration MEMORY_BACK = Duration.ofSeconds(30);
    private static final double HEAP_MARGIN_MB = 12;
    private static final String TOKEN = "alice:0123456789abcdef";
    private static final String BEARER = "Authorization: Bearer " + TOKEN;
    private static final String WRONG_TOKEN = "Authorization: Bearer guess";

    /** {@code HTTP/1.1 200 } and no more. */
    private static final int STATUS_LINE = 13;

    /** The first frame of a server of HTTP/2 may be no longer than this. */
    private static final int FRAME_HEAD = 9;

    /** What a log may grow by beside the lines of events. */
    private static final long LOG_BYTES = 64 * 1024;

    @Override
    public String name() {
        return "strangers";
    }

    @Override
    public void play(ScenarioRun run) {
        run.setLatency(Duration.ofMillis(10));
        int grpc = WorkerInstall.freePort();
        WorkerProcess worker = run.start(
                Map.of("GRPC_DEBUG_PORT", Integer.toString(grpc), "ADMIN_TOKEN", TOKEN, "CONSOLE_ENABLED", "true"));
        int http = worker.http().getPort();
        ReservationGenerator stories = new ReservationGenerator(EventMix.burst(), run.seed());
        Producer events = Producer.start(run.world().generator(), stories, EVENTS_PER_SECOND, 0);
        try (LivenessProbe probe = LivenessProbe.start(worker)) {
            run.awaitDeleted(300);
            Attacked attacked = new Attacked(run, worker, probe);
            attacked.measure("no attack", () -> new StrangerTraffic(http));
            attacked.measure("1,500 x 16 reflection streams", () -> reflection(grpc));
            attacked.measure("streams reset at once", () -> resets(grpc));
            attacked.measure("malformed gRPC messages", () -> malformed(grpc));
            attacked.measure("300 slow readers of /metrics", () -> slowReaders(http, "/metrics"));
            attacked.measure("300 slow readers of /health", () -> slowReaders(http, "/health"));
            attacked.measure("300 slow readers of /console", () -> slowReaders(http, "/console/uplot.js"));
            attacked.measure("200 greedy readers of /metrics", () -> greedyReaders(http, "/metrics"));
            attacked.measure("paths of 30 KB", () -> longPaths(http));
            attacked.measure("1,500 silent connections", () -> silent(http));
            attacked.measure("wrong tokens", () -> wrongTokens(http));
            run.add(ScenarioFigure.holds("the right token gets in", answers(http, "/admin/status", BEARER, " 200 ")));
            attacked.measure("one missing dead letter, with a token", () -> missingLetter(http));
            run.add(ScenarioFigure.holds("no HTTP/2 on 8040", !speaksHttp2(http)));
        } finally {
            events.close();
        }
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.conclude();
    }

    private static StrangerTraffic reflection(int port) {
        Http2Frames frames = new Http2Frames().begin();
        for (int stream = 1; stream < 32; stream += 2) {
            frames.reflect(stream);
        }
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(1_500, 100, 0, StrangerTraffic.sendAndRead(frames.toBytes()));
        return traffic;
    }

    private static StrangerTraffic resets(int port) {
        Http2Frames frames = new Http2Frames().begin();
        for (int stream = 1; stream < 4_000; stream += 2) {
            frames.openAndReset(stream);
        }
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(50, 10, 0, StrangerTraffic.sendAndRead(frames.toBytes()));
        return traffic;
    }

    private static StrangerTraffic malformed(int port) {
        Http2Frames frames = new Http2Frames().begin();
        for (int stream = 1; stream < 16; stream += 2) {
            frames.malformed(stream);
        }
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(50, 10, 0, socket -> {
            socket.setSoTimeout(200);
            StrangerTraffic.sendAndRead(frames.toBytes()).run(socket);
        });
        return traffic;
    }

    private static StrangerTraffic slowReaders(int port, String path) {
        byte[] request = StrangerTraffic.get(path);
        byte[] pipelined = new byte[40 * request.length];
        for (int i = 0; i < 40; i++) {
            System.arraycopy(request, 0, pipelined, i * request.length, request.length);
        }
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(300, 1, 2_048, StrangerTraffic.sendAndReadSlowly(pipelined));
        return traffic;
    }

    private static StrangerTraffic greedyReaders(int port, String path) {
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(200, 1, 0, StrangerTraffic.askAgainAndAgain(StrangerTraffic.get(path)));
        return traffic;
    }

    private static StrangerTraffic longPaths(int port) {
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(
                20,
                1,
                0,
                StrangerTraffic.sendAndRead(StrangerTraffic.get("/" + "x".repeat(30_000), "Connection: close")));
        traffic.open(
                20,
                1,
                0,
                StrangerTraffic.sendAndRead(StrangerTraffic.get("/health/" + "x".repeat(15_000), "Connection: close")));
        return traffic;
    }

    private static StrangerTraffic silent(int port) {
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(1_500, 10, 0, StrangerTraffic.sendAndRead("GET /metr".getBytes(StandardCharsets.US_ASCII)));
        return traffic;
    }

    private static StrangerTraffic wrongTokens(int port) {
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(100, 1, 0, StrangerTraffic.askAgainAndAgain(StrangerTraffic.get("/admin/status", WRONG_TOKEN)));
        return traffic;
    }

    /** Each caller leaves after a moment; the search for the dead letter is not to go on for all of them. */
    private static StrangerTraffic missingLetter(int port) {
        byte[] request =
                StrangerTraffic.get("/admin/dead-letters/letters/00000000-0000-4000-8000-000000000000", BEARER);
        StrangerTraffic traffic = new StrangerTraffic(port);
        traffic.open(200, 1, 0, socket -> {
            socket.setSoTimeout(500);
            StrangerTraffic.sendAndRead(request).run(socket);
        });
        return traffic;
    }

    private static boolean answers(int port, String path, String header, String status) {
        return send(port, StrangerTraffic.get(path, header, "Connection: close"), STATUS_LINE)
                .endsWith(status);
    }

    private static boolean speaksHttp2(int port) {
        String answer = send(port, new Http2Frames().begin().toBytes(), FRAME_HEAD);
        // A server that speaks it begins with a frame.
        return !answer.isEmpty() && !answer.startsWith("HTTP/");
    }

    private static String send(int port, byte[] request, int length) {
        try (Socket socket = new Socket()) {
            // The address of those who gave wrong tokens.
            socket.bind(StrangerTraffic.address("127.9.0.1", 0));
            socket.connect(StrangerTraffic.address("127.0.0.1", port), 5_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request);
            byte[] begin = socket.getInputStream().readNBytes(length);
            return new String(begin, StandardCharsets.ISO_8859_1);
        } catch (IOException refused) {
            return "";
        }
    }

    /** Measures the same things during each attack. */
    private record Attacked(ScenarioRun run, WorkerProcess worker, LivenessProbe probe) {

        void measure(String attack, Supplier<StrangerTraffic> traffic) {
            double heapBefore = heap();
            long logBefore = logBytes();
            Duration unused = probe.longest();
            long sentBefore = run.world().generator().sent();
            long deletedBefore = run.deleted();
            StrangerTraffic attacking = traffic.get();
            run.pass(ATTACK);
            long sent = run.world().generator().sent() - sentBefore;
            long deleted = run.deleted() - deletedBefore;
            Duration live = probe.longest();
            attacking.close();
            boolean alive = worker.exitCode().isEmpty();
            run.add(ScenarioFigure.holds(attack + ": alive", alive));
            run.add(ScenarioFigure.atLeast(attack + ": settled of arrived", (double) deleted / Math.max(1, sent), 0.9));
            run.add(ScenarioFigure.atMost(attack + ": longest answer of live", live, Duration.ofSeconds(1)));
            if (alive) {
                Duration back = run.timeUntil("heap", MEMORY_BACK, () -> heap() <= heapBefore + HEAP_MARGIN_MB);
                run.add(ScenarioFigure.atMost(attack + ": heap back after", back, MEMORY_BACK));
                run.add(ScenarioFigure.atMost(
                        attack + ": log beside events, KB", (logBytes() - logBefore) / 1024.0, LOG_BYTES / 1024.0));
            }
        }

        /** What is garbage is not taken: it only waits for a collection. */
        private void collect() {
            try {
                String jcmd =
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
                Process collection = new ProcessBuilder(jcmd, Long.toString(worker.pid()), "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!collection.waitFor(10, TimeUnit.SECONDS)) {
                    collection.destroyForcibly();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Megabytes in use; a worker that does not answer has taken all. */
        private double heap() {
            collect();
            return worker.get("/metrics")
                    .flatMap(text -> WorkerMetricsText.sum(text, "jvm_memory_used_bytes", "area=\"heap\""))
                    .map(bytes -> bytes / 1_048_576)
                    .orElse(1_024.0);
        }

        private long logBytes() {
            try (var lines = Files.lines(Path.of(worker.log().toString()))) {
                return lines.filter(line -> !line.contains("\"msg\":\"event "))
                        .mapToLong(line -> line.length() + 1L)
                        .sum();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
