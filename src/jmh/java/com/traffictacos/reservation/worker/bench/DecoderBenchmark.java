package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.adapter.json.JsonEventDecoder;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.fixture.Events;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the body of a message to its event, for each shape of contract section 1. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// As the worker runs: without the optimising compiler, with the serial collector.
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecoderBenchmark {

    private final EventDecoder decoder = new JsonEventDecoder();

    /** The payment service's shape knows payments alone, so the event is one. */
    @Param
    private Shape shape = Shape.FLAT;

    private ReceivedMessage message = EventMessages.withBody("{}");

    @Setup
    public void write() {
        message = EventMessages.withBody(shape.json(Events.approved("rsv_4711")).toString());
    }

    @Benchmark
    public EventDecoder.Decoded decode() {
        return decoder.decode(message);
    }
}
