package com.traffictacos.reservation.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs the packaged worker in a world of stand-ins and shows what it does. With a number of events the run ends by
 * itself, checks every reservation and seat, and says by its exit code whether all is right.
 *
 * @see SandboxOptions
 */
public final class Sandbox implements AutoCloseable {

    static final int EXIT_RIGHT = 0;
    static final int EXIT_WRONG = 1;
    static final int EXIT_HUNG = 2;
    static final int EXIT_USAGE = 64;

    private static final Path REPORT = Path.of("target", "sandbox-report.json");
    private static final Path ENVIRONMENT = Path.of("target", "sandbox.env");
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int WRONG_SHOWN = 20;

    private final SandboxOptions options;
    private final SandboxWorld world;
    private final ReservationGenerator stories;
    private final SandboxOperator operator = SandboxOperator.withNewToken();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private Sandbox(SandboxOptions options) {
        this.options = options;
        this.world = SandboxWorld.start("reservation-events", options.ports(), options.seed());
        this.stories = new ReservationGenerator(EventMix.burst(), options.seed(), InstantSource.system());
    }

    public static void main(String[] arguments) {
        SandboxOptions options;
        try {
            options = SandboxOptions.from(System.getProperties());
        } catch (OptionReader.InvalidOptions e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_USAGE);
            return;
        }
        int exit;
        try (Sandbox sandbox = new Sandbox(options)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(sandbox::interrupt));
            exit = sandbox.run();
        }
        System.exit(exit);
    }

    /** Ctrl-C: lets the run end in its own way and waits for it, since the process is gone once this returns. */
    private void interrupt() {
        interrupted.countDown();
        try {
            if (!ended.await(90, TimeUnit.SECONDS)) {
                System.err.println("the sandbox does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int run() {
        try {
            prepare();
            return options.external() ? besideWorker() : withWorker();
        } catch (WorkerProcess.NotStarted e) {
            System.err.println(e.getMessage());
            return EXIT_WRONG;
        } finally {
            ended.countDown();
        }
    }

    private void prepare() {
        world.inventory().conditions().setLatency(options.latency());
        world.inventory().conditions().setFailureShare(options.failures());
        world.reservationApi().conditions().setLatency(options.latency());
        world.reservationApi().conditions().setFailureShare(options.failures());
        world.gateway().setRoundTrip(options.queueLatency());
        if (options.poison() > 0) {
            world.poison().lay(options.poison());
            System.out.printf("%d dead letters lie in the dead-letter queue%n", options.poison());
        }
        if (options.rate() == 0) {
            StandInWarmUp.run();
            world.generator().send(stories, options.events());
            System.out.printf("%d events wait in the queue%n", options.events());
        }
    }

    private int withWorker() {
        int grpcPort = WorkerInstall.freePort();
        Map<String, String> settings = new LinkedHashMap<>(world.settings());
        settings.put("WORKER_CONCURRENCY", Integer.toString(options.concurrency()));
        settings.put("GRPC_DEBUG_PORT", Integer.toString(grpcPort));
        settings.putAll(operator.settings());
        try (WorkerProcess worker = WorkerInstall.named("sandbox").start(settings)) {
            System.out.printf("worker %d starts at %s, its log is %s%n", worker.pid(), worker.http(), worker.log());
            worker.awaitReady(READY_TIMEOUT);
            System.out.print(operator.howTo(worker.http(), grpcPort));
            End end = watch(Optional.of(worker));
            if (end == End.HUNG) {
                System.out.println("nothing has moved for " + TIMEOUT.toSeconds() + " s; the worker's last lines:");
                worker.logTail(40).forEach(System.out::println);
            }
            long stopAt = System.nanoTime();
            int exit = worker.stop();
            double seconds = (System.nanoTime() - stopAt) / 1e9;
            System.out.printf("worker ended with exit code %d after %.1f s%n", exit, seconds);
            return conclude(end);
        }
    }

    private int besideWorker() {
        writeEnvironment();
        System.out.printf(
                "the world is ready; start a worker in another terminal:%n  set -a; . %s; set +a; mvn liberty:dev%n",
                ENVIRONMENT);
        return conclude(watch(Optional.empty()));
    }

    private void writeEnvironment() {
        List<String> lines = world.settings().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.toList());
        lines.add("WORKER_CONCURRENCY=" + options.concurrency());
        operator.settings().forEach((name, value) -> lines.add(name + "=" + value));
        // The server takes the JDK of the shell, which may be older than the one that the build has found.
        lines.add("JAVA_HOME=" + System.getProperty("java.home"));
        write(ENVIRONMENT, String.join("\n", lines) + "\n");
    }

    private enum End {
        DONE,
        INTERRUPTED,
        HUNG
    }

    private End watch(Optional<WorkerProcess> worker) {
        Progress progress = new Progress(world, TIMEOUT);
        Optional<Producer> producer = options.rate() == 0
                ? Optional.empty()
                : Optional.of(Producer.start(world.generator(), stories, options.rate(), options.events()));
        try {
            while (true) {
                if (isInterruptedWithin(Duration.ofSeconds(1))) {
                    return End.INTERRUPTED;
                }
                System.out.println(progress.tick(worker.flatMap(w -> w.get("/metrics"))));
                if (options.events() > 0 && progress.isDone(options.events())) {
                    return End.DONE;
                }
                boolean died = worker.map(w -> w.exitCode().isPresent()).orElse(false);
                // Somebody else's worker may be away for as long as its developer likes.
                if (died || (worker.isPresent() && progress.isHung())) {
                    return End.HUNG;
                }
                if (options.events() == 0) {
                    forgetWhatIsRight();
                }
            }
        } finally {
            producer.ifPresent(Producer::close);
        }
    }

    private boolean isInterruptedWithin(Duration time) {
        try {
            return interrupted.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** A run without an end keeps the last thousands in mind, which is enough for late duplicates. */
    private void forgetWhatIsRight() {
        List<Expectation> all = world.generator().expectations();
        List<Expectation> old = all.subList(0, Math.max(0, all.size() - 20_000));
        WorldCheck check = world.check();
        world.generator()
                .forget(old.stream()
                        .filter(expectation -> check.differences(expectation).isEmpty())
                        .toList());
    }

    private int conclude(End end) {
        boolean complete = end == End.DONE;
        // What is still under way in a run that was broken off is neither right nor wrong.
        WorldCheck.Findings findings = complete ? world.findings() : new WorldCheck.Findings(0, List.of());
        RunReport report =
                RunReport.of(world, options.concurrency(), findings.wrong().size());
        findings.wrong().stream().limit(WRONG_SHOWN).forEach(line -> System.out.println("WRONG " + line));
        if (findings.wrong().size() > WRONG_SHOWN) {
            System.out.printf("... and %d more%n", findings.wrong().size() - WRONG_SHOWN);
        }
        System.out.println();
        System.out.print(report.table());
        if (complete) {
            System.out.printf("  %-36s %d%n", "reservations checked", findings.checked());
        }
        write(REPORT, report.json().toString());
        return switch (end) {
            case DONE -> report.isRight() ? EXIT_RIGHT : EXIT_WRONG;
            case INTERRUPTED -> options.events() == 0 ? EXIT_RIGHT : EXIT_WRONG;
            case HUNG -> EXIT_HUNG;
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
