package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The control group of this process: a group below it is bound by all that binds this process. */
final class OwnControlGroup {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private OwnControlGroup() {}

    /** One for each controller of version 1 that limits need, one for version 2. */
    static List<Path> directories() {
        try {
            return directories(MOUNT, Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return List.of(MOUNT);
        }
    }

    /** @param lines of {@code /proc/self/cgroup}: a number, controllers of version 1 or none, the group's path */
    static List<Path> directories(Path mount, List<String> lines) {
        List<Path> own = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(":", 3);
            if (fields[1].isEmpty()) {
                own.add(below(mount, fields[2]));
            }
            Stream.of(fields[1].split(",", -1))
                    .filter(ControlGroupParent.NEEDED::contains)
                    .forEach(controller -> own.add(below(mount.resolve(controller), fields[2])));
        }
        return own.isEmpty() ? List.of(mount) : List.copyOf(own);
    }

    /** A container may see its own group as the root, and yet read the name that its host gave it. */
    private static Path below(Path root, String path) {
        Path group = root.resolve(path.substring(1)).normalize();
        return group.startsWith(root) && Files.isDirectory(group) ? group : root;
    }
}
