package com.traffictacos.reservation.worker.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts one of the programs, again and again. One process of it runs at a time. */
sealed interface ProgramLauncher permits WorkerLauncher, PeerLauncher {

    /**
     * Starts the program and does not wait for it.
     *
     * @param settings environment variables that lead it into the world, with those of the program
     * @param wrapper words of a command that becomes the program; none to start it directly
     * @param warmUp whether this is the run that is not measured
     */
    MeasuredProcess start(Map<String, String> settings, List<String> wrapper, boolean warmUp);

    MeasuredProgram program();

    /** Where its garbage collector writes, if that is known. */
    Optional<Path> gcLog();

    static ProgramLauncher of(MeasuredProgram program, Path directory, String name) {
        return switch (program) {
            case Candidate worker -> new WorkerLauncher(worker, directory, name);
            case PeerCommand peer -> new PeerLauncher(peer, directory.resolve(name));
        };
    }
}
