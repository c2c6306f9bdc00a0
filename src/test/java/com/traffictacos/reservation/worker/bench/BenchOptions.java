package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.OptionReader;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What is to be measured, from system properties {@code bench.*}.
 *
 * @param runs of each scenario with each worker; figures are medians of them
 * @param workers one, or two that are run in turn
 * @param lightQueue whether the queue is the one made for measurements, or the one that the tests use
 */
record BenchOptions(List<Scenario> scenarios, int runs, List<Candidate> workers, boolean lightQueue) {

    private static final Set<String> KNOWN =
            Set.of("bench.scenarios", "bench.runs", "bench.jvm.args", "bench.compare", "bench.queue");

    BenchOptions {
        scenarios = List.copyOf(scenarios);
        workers = List.copyOf(workers);
    }

    /** @throws OptionReader.InvalidOptions if an option is unknown, unreadable or out of its bounds */
    static BenchOptions from(Properties properties) {
        OptionReader reader = new OptionReader(properties, "bench.", KNOWN);
        List<Scenario> scenarios = reader.read(
                "bench.scenarios",
                "all",
                Scenario::named,
                chosen -> true,
                "names out of all, scale, "
                        + String.join(
                                ", ", Scenario.ALL.stream().map(Scenario::name).toList()));
        int runs = reader.read("bench.runs", "3", Integer::valueOf, n -> n >= 1 && n <= 99, "1 to 99");
        Candidate first = reader.read("bench.jvm.args", "", Candidate::of, candidate -> true, Candidate.ACCEPTED);
        Optional<Candidate> second = reader.read(
                "bench.compare",
                "",
                text -> text.isBlank() ? Optional.empty() : Optional.of(Candidate.of(text)),
                candidate -> true,
                Candidate.ACCEPTED);
        boolean light = reader.read(
                        "bench.queue",
                        "light",
                        text -> text,
                        text -> text.equals("light") || text.equals("embedded"),
                        "light or embedded")
                .equals("light");
        reader.end();
        return new BenchOptions(
                scenarios, runs, second.map(other -> List.of(first, other)).orElseGet(() -> List.of(first)), light);
    }
}
