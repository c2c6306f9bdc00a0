package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.OptionReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is to be measured, from system properties {@code bench.*}.
 *
 * @param runs of each scenario with each program; figures are medians of them
 * @param programs the worker alone, or with another program that runs in turn with it
 * @param lightQueue whether the queue is the one made for measurements, or the one that the tests use
 * @param controlGroups directories of the group below which scenarios with a limit make one
 */
record BenchOptions(
        List<BenchScenario> scenarios,
        int runs,
        List<MeasuredProgram> programs,
        boolean lightQueue,
        List<Path> controlGroups) {

    /** In the order in which a command names them. */
    static final List<String> KNOWN = List.of(
            "bench.scenarios",
            "bench.runs",
            "bench.jvm.args",
            "bench.compare",
            "bench.compare.ready",
            "bench.queue",
            "bench.cgroup");

    BenchOptions {
        scenarios = List.copyOf(scenarios);
        programs = List.copyOf(programs);
        controlGroups = List.copyOf(controlGroups);
    }

    /** @throws OptionReader.InvalidOptions if an option is unknown, unreadable or out of its bounds */
    static BenchOptions from(Properties properties) {
        OptionReader reader = new OptionReader(properties, "bench.", Set.copyOf(KNOWN));
        List<BenchScenario> scenarios = reader.read(
                "bench.scenarios",
                "all",
                BenchScenario::named,
                chosen -> true,
                "names out of all, scale, steady, "
                        + String.join(
                                ", ",
                                BenchScenario.ALL.stream()
                                        .map(BenchScenario::name)
                                        .toList()));
        int runs = reader.read("bench.runs", "3", Integer::valueOf, n -> n >= 1 && n <= 99, "1 to 99");
        MeasuredProgram worker =
                reader.read("bench.jvm.args", "", Candidate::of, candidate -> true, Candidate.ACCEPTED);
        Optional<MeasuredProgram> other = other(reader, properties);
        boolean light = reader.read(
                        "bench.queue",
                        "light",
                        text -> text,
                        text -> text.equals("light") || text.equals("embedded"),
                        "light or embedded")
                .equals("light");
        List<Path> controlGroups = reader.read(
                "bench.cgroup",
                "",
                BenchOptions::controlGroups,
                directories -> directories.stream().allMatch(Files::isDirectory),
                "the directory of a control group (version 2) that hands on the controllers cpu and memory,"
                        + " or one of each controller (version 1) with : between them");
        reader.end();
        return new BenchOptions(
                scenarios,
                runs,
                other.map(peer -> List.of(worker, peer)).orElseGet(() -> List.of(worker)),
                light,
                controlGroups);
    }

    private static List<Path> controlGroups(String text) {
        return text.isEmpty()
                ? OwnControlGroup.directories()
                // A group's name may have a colon, too, but it hardly begins with a slash behind it.
                : Stream.of(text.split(":(?=/)", -1)).map(Path::of).toList();
    }

    private static Optional<MeasuredProgram> other(OptionReader reader, Properties properties) {
        boolean isCommand = properties.getProperty("bench.compare", "").strip().startsWith(PeerCommand.PREFIX);
        String readyPath = reader.read(
                "bench.compare.ready",
                PeerCommand.READY_PATH,
                path -> path,
                path -> path.startsWith("/") && (isCommand || path.equals(PeerCommand.READY_PATH)),
                "a path that begins with /, beside bench.compare=" + PeerCommand.PREFIX + "...");
        return reader.read(
                "bench.compare",
                "",
                text -> program(text, readyPath),
                program -> true,
                PeerCommand.ACCEPTED + "; or " + Candidate.ACCEPTED);
    }

    private static Optional<MeasuredProgram> program(String text, String readyPath) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(text.startsWith(PeerCommand.PREFIX) ? PeerCommand.of(text, readyPath) : Candidate.of(text));
    }
}
