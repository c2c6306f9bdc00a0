package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a peer by its command. */
final class PeerLauncher implements ProgramLauncher {

    private final PeerCommand peer;
    private final Path directory;
    private int starts;

    /** @param directory takes the logs of its runs */
    PeerLauncher(PeerCommand peer, Path directory) {
        this.peer = peer;
        this.directory = directory;
    }

    @Override
    public PeerCommand program() {
        return peer;
    }

    @Override
    public Optional<Path> gcLog() {
        return Optional.empty();
    }

    @Override
    public MeasuredProcess start(Map<String, String> settings, List<String> wrapper, boolean warmUp) {
        starts++;
        List<String> command = new ArrayList<>(wrapper);
        // The program is looked up here, by the path that it gets: ProcessBuilder would look by the driver's.
        Map<String, String> environment = environment(settings);
        command.addAll(peer.words());
        command.set(wrapper.size(), found(peer.words().getFirst(), environment.getOrDefault("PATH", "")));
        Path log = directory.resolve("peer-" + starts + ".log");
        try {
            return new MeasuredProcess(WorkerProcess.run(command, environment, log, peer.readyPath()));
        } catch (UncheckedIOException e) {
            throw new RunFailedException("'" + peer.text() + "' cannot be started: " + e.getCause());
        }
    }

    /** The settings decide alone, as they do for the worker, and {@code java} is the JDK that the worker runs on. */
    private static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        for (String name : List.of("HOME", "LANG", "TMPDIR")) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        String javaHome = System.getProperty("java.home");
        environment.put("JAVA_HOME", javaHome);
        String path = System.getenv("PATH");
        environment.put("PATH", Path.of(javaHome, "bin") + (path == null ? "" : File.pathSeparator + path));
        environment.put("SERVER_PORT", Integer.toString(WorkerInstall.freePort()));
        environment.put("GRPC_DEBUG_PORT", Integer.toString(WorkerInstall.freePort()));
        environment.putAll(settings);
        return environment;
    }

    private static String found(String program, String path) {
        if (program.contains("/")) {
            return program;
        }
        for (String directory : path.split(File.pathSeparator, -1)) {
            File file = new File(directory, program);
            if (!directory.isEmpty() && file.isFile() && file.canExecute()) {
                return file.getPath();
            }
        }
        return program;
    }
}
