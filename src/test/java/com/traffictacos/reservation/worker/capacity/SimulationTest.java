package com.traffictacos.reservation.worker.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.traffictacos.reservation.worker.capacity.Simulation.Outcome;
import com.traffictacos.reservation.worker.capacity.Simulation.Sample;
import com.traffictacos.reservation.worker.capacity.Simulation.Share;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation obeys the rules that it is about. */
class SimulationTest {

    private static final Situation SITUATION = CapacityPage.AS_IT_IS;
    private static final Duration LENGTH = Duration.ofMinutes(15);

    @Test
    void doesNothingWhenNothingComes() {
        Outcome outcome = Simulation.run(SITUATION, Arrivals.none("nothing", LENGTH));

        assertThat(outcome.events()).isZero();
        assertThat(outcome.podMinutes()).isZero();
    }

    @ParameterizedTest
    @MethodSource("com.traffictacos.reservation.worker.capacity.CapacityPage#variants")
    void losesNoEvent(Situation situation) {
        Arrivals opening = new TicketOpening(3_000, 0.05, Duration.ofMinutes(2), 10_000).arrivals("", LENGTH, 7);

        Outcome outcome = Simulation.run(situation, opening);

        assertThat(outcome.events()).isEqualTo(opening.total());
        assertThat(outcome.isEmpty()).isTrue();
        assertThat(outcome.samples())
                .extracting(Sample::wanted)
                .allMatch(pods -> pods <= situation.rules().maxReplicas());
    }

    @Test
    void saysTheSameEveryTime() {
        Arrivals opening = new TicketOpening(3_000, 0.05, Duration.ofMinutes(2), 10_000).arrivals("", LENGTH, 7);

        assertThat(Simulation.run(SITUATION, opening)).isEqualTo(Simulation.run(SITUATION, opening));
    }

    /** One event at second 7: seen at the next poll, taken up when the pod has started. */
    @Test
    void wakesWithinAPollAndAStart() {
        Outcome outcome = Simulation.run(SITUATION, Arrivals.atOnce("one", 1, LENGTH));

        // The poll is at second 10, and a start takes a fifth more or less than it is said to.
        double start = SITUATION.pod().start().toSeconds();
        assertThat(outcome.wait(Share.ALL)).isBetween(3 + 0.8 * start, 3 + 1.2 * start);
        assertThat(outcome.mostPods()).isEqualTo(1);
    }

    @Test
    void goesToZeroAfterTheCoolDownAndNotBefore() {
        Outcome outcome = Simulation.run(SITUATION, Arrivals.atOnce("one", 1, LENGTH));
        List<Sample> samples = outcome.samples();
        int busy = lastSecond(samples, Sample::messages);
        int kept = lastSecond(samples, Sample::wanted);

        assertThat(kept - busy).isBetween(290, 310);
    }

    @Test
    void doublesEveryFifteenSecondsAsTheHpaDoes() {
        Outcome outcome = Simulation.run(SITUATION, Arrivals.atOnce("many", 400_000, LENGTH));

        assertThat(outcome.samples().stream().map(Sample::wanted).distinct().limit(7))
                .containsExactly(0, 1, 5, 10, 20, 40, 50);
    }

    @Test
    void drainsAsFastAsThePodsWork() {
        Situation one = SITUATION.withRules(SITUATION.rules().withMaxReplicas(1));

        Outcome outcome = Simulation.run(one, Arrivals.atOnce("some", 10_000, LENGTH));

        double working = outcome.drained() - 3 - SITUATION.pod().start().toSeconds();
        assertThat(10_000 / working).isCloseTo(SITUATION.pod().eventsPerSecond(), within(5.0));
    }

    /** 1,000 events a second need 8.5 busy pods; half-busy ones are twice as many. */
    @Test
    void settlesWhereEveryPoolIsHalfBusy() {
        Arrivals stream = Arrivals.none("stream", LENGTH);
        IntStream.range(0, stream.ticks()).forEach(tick -> stream.add(tick, 10));

        Outcome outcome = Simulation.run(SITUATION, stream);

        assertThat(outcome.samples().getLast().ready()).isBetween(15, 19);
    }

    @Test
    void neverShrinksABusyFleet() {
        Arrivals stream = Arrivals.none("stream", LENGTH);
        IntStream.range(0, stream.ticks()).forEach(tick -> stream.add(tick, 50));

        List<Sample> samples = Simulation.run(SITUATION, stream).samples();

        assertThat(IntStream.range(1, samples.size())
                        .filter(i ->
                                samples.get(i).wanted() < samples.get(i - 1).wanted()))
                .isEmpty();
    }

    @Test
    void shrinksByHalfAMinuteAtMost() {
        List<Sample> samples = Simulation.run(SITUATION, Arrivals.atOnce("many", 60_000, LENGTH))
                .samples();

        List<Integer> down = IntStream.range(1, samples.size())
                .filter(i -> samples.get(i).wanted() < samples.get(i - 1).wanted())
                .mapToObj(i -> samples.get(i).wanted())
                .toList();
        // From forty; the last five are KEDA's to take, five minutes after the last message.
        assertThat(down).containsExactly(20, 10, 5, 0);
    }

    @Test
    void waitsForNodes() {
        Situation few = SITUATION.withNodes(new Nodes(2, Duration.ofSeconds(90)));

        List<Sample> samples =
                Simulation.run(few, Arrivals.atOnce("many", 50_000, LENGTH)).samples();

        // The third pod is asked for at second 15 at the earliest.
        assertThat(samples.subList(0, 15 + 90)).extracting(Sample::ready).allMatch(ready -> ready <= 2);
        assertThat(samples).extracting(Sample::ready).anyMatch(ready -> ready > 2);
    }

    @Test
    void neverTakesMoreThanTheCpuGives() {
        PodFigures starved = new PodFigures(1_000, Duration.ofMillis(10), 150, Duration.ofSeconds(15));
        Situation situation = new Situation("", starved, SITUATION.rules().withMaxReplicas(1), Nodes.ENOUGH);

        Outcome outcome = Simulation.run(situation, Arrivals.atOnce("some", 10_000, LENGTH));

        assertThat(10_000 / (outcome.drained() - 3 - 15)).isCloseTo(150.0, within(5.0));
    }

    /** Every reservation expires, 70 of 100 are paid, 5 fail to be; freed seats are sold again. */
    @Test
    void opensTheSaleAsItSays() {
        Arrivals ample = new TicketOpening(10_000, 0.05, Duration.ofMinutes(2), 1_000_000).arrivals("", LENGTH, 7);
        Arrivals scarce = new TicketOpening(10_000, 0.05, Duration.ofMinutes(2), 1_000).arrivals("", LENGTH, 7);

        int reservations = 500 * 120;
        assertThat(ample.total()).isCloseTo((int) (reservations * 1.75), within(500));
        assertThat(scarce.total()).isBetween((int) (1_000 * 1.75), (int) (1_000 * 1.75 / 0.7));
    }

    /** Pods are there when the sale begins, and go after the window and the cool-down. */
    @Test
    void hasThePodsOfAnOpeningBeforeIt() {
        Situation ahead =
                SITUATION.withRules(SITUATION.rules().withAhead(ScaleRules.Ahead.opening(20, Duration.ofMinutes(5))));

        List<Sample> samples =
                Simulation.run(ahead, Arrivals.none("nothing", LENGTH)).samples();

        // The HPA's steps up to twenty, and a start.
        assertThat(samples.get(90).ready()).isEqualTo(20);
        assertThat(lastSecond(samples, Sample::wanted)).isBetween(580, 620);
    }

    /** A minute before they are due, one pod for what one pod settles in that minute. */
    @Test
    void seesDelayedMessagesBeforeTheyAreDue() {
        Situation ahead = SITUATION.withRules(SITUATION.rules().withAhead(CapacityPage.BY_DELAYED_MESSAGES));
        Arrivals expiries = Arrivals.none("expiries", LENGTH);
        int due = Ticks.of(Duration.ofSeconds(70));
        expiries.addDelayed(Ticks.of(Duration.ofSeconds(10)), due, 30_000);

        List<Sample> samples = Simulation.run(ahead, expiries).samples();

        assertThat(samples.get(65).ready()).isEqualTo(Math.ceilDiv(30_000, 7_080));
        assertThat(Simulation.run(SITUATION, expiries).samples().get(65).wanted())
                .isZero();
    }

    private static int lastSecond(List<Sample> samples, ToIntFunction<Sample> value) {
        return IntStream.range(0, samples.size())
                .filter(i -> value.applyAsInt(samples.get(i)) > 0)
                .max()
                .orElseThrow();
    }
}
