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
    public void play(ScenarioRun scene) {
        int good = scene.scale().events(300, 60);
        List<BrokenBody> poison = PoisonMessages.bodies(scene.scale().events(30, 8));
        SandboxWorld world = scene.world();
        scene.setLatency(Duration.ofMillis(10));
        poison.forEach(body -> world.generator().sendBody(body.body()));
        scene.send(good);
        var denial = world.gateway()
                .faults()
                .inject(Rule.always(SqsFault.Refusal.accessDenied(), "SendMessage", "SendMessageBatch"));
        scene.start(Map.of("SQS_VISIBILITY_TIMEOUT", "4"));
        scene.awaitDeleted(good);
        scene.awaitThat("redeliveries", () -> world.gateway().ledger().totals().redeliveries() >= poison.size());
        scene.add(ScenarioFigure.exactly("messages that remain", world.depth().total(), poison.size()));
        scene.add(ScenarioFigure.exactly("good ones settled meanwhile", scene.deleted(), good));
        denial.remove();
        scene.awaitEmptyQueue(ScenarioRun.PATIENCE);
        scene.add(ScenarioFigure.exactly(
                "not dead-lettered once with their reason, once granted",
                PoisonMessages.notDeadOnce(world, poison),
                0));
        scene.addWrong(world.check().check(world.generator().expectations(), List.of()));
        scene.addBooks(poison.size());
    }
}
