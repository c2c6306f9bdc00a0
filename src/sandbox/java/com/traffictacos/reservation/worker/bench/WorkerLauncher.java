package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts this worker as it was packaged. */
final class WorkerLauncher implements ProgramLauncher {

    private static final String SERVER = "reservation-worker";

    private final Candidate worker;
    private final WorkerInstall install;
    private final Path gcLog;
    private final Optional<ClassArchive> archive;

    /** Copies the server of the installation. */
    WorkerLauncher(Candidate worker, Path directory, String name) {
        this.worker = worker;
        Path packaged = Path.of(System.getProperty("liberty.home", "target/liberty/wlp"));
        install = WorkerInstall.copyOf(worker.home().orElse(packaged), SERVER, name, "");
        worker.application().ifPresent(install::replaceApplication);
        gcLog = directory.resolve(name + "-gc.log");
        archive = ClassArchive.of(worker, directory.resolve(name + ".jsa"));
    }

    @Override
    public Candidate program() {
        return worker;
    }

    @Override
    public Optional<Path> gcLog() {
        return Optional.of(gcLog);
    }

    @Override
    public MeasuredProcess start(Map<String, String> settings, List<String> wrapper, boolean warmUp) {
        List<String> jvmArguments = new ArrayList<>(worker.jvmArguments());
        jvmArguments.add(GcLog.argument(gcLog));
        archive.map(its -> warmUp ? its.made() : its.used()).ifPresent(jvmArguments::add);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("JVM_ARGS", String.join(" ", jvmArguments));
        return new MeasuredProcess(install.start(environment, wrapper));
    }
}
