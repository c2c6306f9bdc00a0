package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.fixture.BrokenBody;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SqsFault;
import com.traffictacos.reservation.worker.sandbox.SqsFaults.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The worker may not send to the dead-letter queue, until somebody grants it. */
record DeadLettersDenied() implements Scenario {

    @Override
    public String name() {
        return "dead-letters-denied";
    }

    @Override
    public void play(ScenarioRun run) {
        int good = run.scale().events(300, 60);
        List<BrokenBody> poison = PoisonMessages.bodies(run.scale().events(30, 8));
        SandboxWorld world = run.world();
        run.setLatency(Duration.ofMillis(10));
        poison.forEach(body -> world.generator().sendBody(body.body()));
        run.send(good);
        var denial = world.gateway()
                .faults()
                .inject(Rule.always(SqsFault.Refusal.accessDenied(), "SendMessage", "SendMessageBatch"));
        run.start(Map.of("SQS_VISIBILITY_TIMEOUT", "4"));
        run.awaitDeleted(good);
        run.awaitThat("redeliveries", () -> world.gateway().ledger().totals().redeliveries() >= poison.size());
        run.add(ScenarioFigure.exactly("messages that remain", world.depth().total(), poison.size()));
        run.add(ScenarioFigure.exactly("good ones settled meanwhile", run.deleted(), good));
        denial.remove();
        run.awaitEmptyQueue(ScenarioRun.TIMEOUT);
        run.add(ScenarioFigure.exactly(
                "not dead-lettered once with their reason, once granted",
                PoisonMessages.notDeadOnce(world, poison),
                0));
        run.addWrong(world.check().check(world.generator().expectations(), List.of()));
        run.addBooks(poison.size());
    }
}
