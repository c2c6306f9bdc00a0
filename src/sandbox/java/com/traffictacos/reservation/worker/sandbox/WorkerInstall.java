package com.traffictacos.reservation.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A copy of the packaged server's configuration and application in a directory of its own, so that workers can run side
 * by side and none of them writes into the installation. One worker runs from it at a time.
 */
public final class WorkerInstall {

    private static final Set<String> LEFT_BEHIND = Set.of("logs", "workarea", "in-flight");

    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 12_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final Path runtime;
    private final String server;
    private final Path directory;
    private final String jvmArguments;
    private int starts;

    private WorkerInstall(Path runtime, String server, Path directory, String jvmArguments) {
        this.runtime = runtime;
        this.server = server;
        this.directory = directory;
        this.jvmArguments = jvmArguments;
    }

    /**
     * Copies the server that the build has made: {@code liberty.home} names the installation, {@code liberty.server} the
     * server, {@code worker.jvm.args} what is added to the worker's JVM (a coverage agent, say).
     *
     * @param name of the directory below {@code target/workers}
     */
    public static WorkerInstall named(String name) {
        String home = System.getProperty("liberty.home", "target/liberty/wlp");
        String server = System.getProperty("liberty.server", "reservation-worker");
        return copyOf(Path.of(home), server, name, System.getProperty("worker.jvm.args", ""));
    }

    /**
     * Copies a server of an installation.
     *
     * @param name of the directory below {@code target/workers}
     * @param jvmArguments added to those of the server, separated by blanks
     */
    public static WorkerInstall copyOf(Path home, String server, String name, String jvmArguments) {
        Path runtime = home.toAbsolutePath();
        Path source = runtime.resolve("usr/servers").resolve(server);
        if (!Files.isRegularFile(source.resolve("server.xml"))) {
            throw new WorkerProcess.NotStarted("no server at " + source + ": package the worker first");
        }
        Path directory = Path.of("target", "workers", name).toAbsolutePath();
        copy(source, directory.resolve("usr/servers").resolve(server));
        return new WorkerInstall(runtime, server, directory, jvmArguments);
    }

    /** Runs another build of the application from now on. */
    public void replaceApplication(Path war) {
        try {
            Path apps = directory.resolve("usr/servers").resolve(server).resolve("apps");
            Files.copy(war, apps.resolve(server + ".war"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + war, e);
        }
    }

    /** Takes a library away from the application, from the next start on. */
    public void removeLibrary(String prefix) {
        Path libraries = directory.resolve("usr/servers").resolve(server).resolve("lib");
        try (DirectoryStream<Path> found = Files.newDirectoryStream(libraries, prefix + "*.jar")) {
            for (Path library : found) {
                Files.delete(library);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text of the server's configuration, from the next start on. */
    public void editServerXml(String text, String replacement) {
        Path file = directory.resolve("usr/servers").resolve(server).resolve("server.xml");
        try {
            Files.writeString(file, Files.readString(file).replace(text, replacement));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the worker and does not wait for it.
     *
     * @param settings environment variables; {@code SERVER_PORT} and {@code GRPC_DEBUG_PORT} are free ports unless set
     */
    public WorkerProcess start(Map<String, String> settings) {
        return start(settings, List.of());
    }

    /** As {@link #start}, with a limit of open files as {@code ulimit -n} sets it. */
    public WorkerProcess startWithOpenFiles(int limit, Map<String, String> settings) {
        return start(settings, List.of("/bin/sh", "-c", "ulimit -n " + limit + "; exec \"$@\"", "sh"));
    }

    /**
     * The same by a program that becomes the one it is given.
     *
     * @param launcher its words, before those of the server; none: the server is started directly
     */
    public WorkerProcess start(Map<String, String> settings, List<String> launcher) {
        starts++;
        Path log = directory.resolve("worker-" + starts + ".log");
        List<String> command = new ArrayList<>(launcher);
        command.addAll(command());
        return WorkerProcess.run(command, environment(settings), log);
    }

    /** Starts the worker with a pipe for its standard output that nobody reads, and does not wait for it. */
    public WorkerProcess startUnread(Map<String, String> settings) {
        starts++;
        Path log = directory.resolve("worker-" + starts + ".log");
        return WorkerProcess.run(command(), environment(settings), log, ProcessBuilder.Redirect.PIPE);
    }

    private List<String> command() {
        return List.of(runtime.resolve("bin/server").toString(), "run", server);
    }

    private Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        // The settings decide alone: nothing of the caller's environment but what a process needs at all.
        for (String name : Set.of("PATH", "HOME", "LANG", "TMPDIR")) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("WLP_USER_DIR", directory.resolve("usr").toString());
        environment.put("WLP_OUTPUT_DIR", directory.resolve("output").toString());
        if (!jvmArguments.isBlank()) {
            environment.put("JVM_ARGS", jvmArguments);
        }
        // As in a container: standard output is the only log, and Liberty's agent is left out.
        environment.put("WLP_LOGGING_MESSAGE_SOURCE", "");
        environment.put("WLP_SKIP_BOOTSTRAP_AGENT", "1");
        environment.put("SERVER_PORT", Integer.toString(freePort()));
        environment.put("GRPC_DEBUG_PORT", Integer.toString(freePort()));
        environment.putAll(settings);
        return environment;
    }

    /** Deletes the copy; the logs of its workers stay. None of them may run any more. */
    public void remove() {
        delete(directory.resolve("usr"));
        delete(directory.resolve("output"));
    }

    private static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + tree, e);
        }
    }

    /**
     * A port that is free now and that nobody is given later: below the range from which the system takes the ports of
     * outgoing connections, and each one once.
     */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one is tried.
            }
        }
    }

    private static void copy(Path source, Path target) {
        try {
            Files.walkFileTree(source, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                    Path relative = source.relativize(from);
                    if (LEFT_BEHIND.contains(relative.toString())) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Files.createDirectories(target.resolve(relative));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                    Path to = target.resolve(source.relativize(from));
                    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + source, e);
        }
    }
}
