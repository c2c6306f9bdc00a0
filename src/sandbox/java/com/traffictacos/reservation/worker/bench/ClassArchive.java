package com.traffictacos.reservation.worker.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The JVM's archive of parsed classes, which the image brings along: the warm-up leaves one, every other run begins with
 * it.
 *
 * @param file absolute, since the server runs in a directory of its own
 */
record ClassArchive(Path file) {

    /** Arguments by which a candidate decides about archives itself; {@code -Xshare:auto} is to begin with none. */
    private static final List<String> ITS_OWN =
            List.of("-Xshare", "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:AOT");

    /** Empty for a candidate that decides itself. */
    static Optional<ClassArchive> of(Candidate candidate, Path file) {
        boolean decided = candidate.jvmArguments().stream()
                .anyMatch(argument -> ITS_OWN.stream().anyMatch(argument::startsWith));
        return decided ? Optional.empty() : Optional.of(new ClassArchive(file.toAbsolutePath()));
    }

    /** The argument of the run that leaves it. */
    String made() {
        return "-XX:ArchiveClassesAtExit=" + file;
    }

    /** The argument of a run that begins with it. */
    String used() {
        return "-XX:SharedArchiveFile=" + file;
    }
}
