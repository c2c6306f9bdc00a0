package com.traffictacos.reservation.worker.pipeline.warmup;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder.Decoded;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.process.EventRouter;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Decodes events of each type and passes them to their handlers. The handlers end before their first call, because the
 * lease of a warm-up delivery is lost from the beginning.
 */
@SingletonBean
public class EventWarmUp implements WarmUpTask {

    /** Each round has three events; more rounds did not make the first real events faster. */
    private static final int ROUNDS = 40;

    private static final String EXPIRED = """
            {"version":"0","id":"warm-up","detail-type":"reservation.expired","source":"warm-up","account":"0",\
            "time":"2025-01-23T10:00:00Z","region":"warm-up","resources":[],"detail":{"reservation_id":"warm-up",\
            "event_id":"warm-up","qty":2,"seat_ids":["A-1","A-2"]},"trace_id":"5b8aa5a2d2c872e8321cf37308d69df2"}""";
    private static final String APPROVED = """
            {"id":"warm-up","type":"payment.approved","source":"warm-up","time":"2025-01-23T10:00:00Z",\
            "detail":{"reservation_id":"warm-up","event_id":"warm-up","payment_intent_id":"warm-up","amount":1,\
            "currency":"KRW","user_id":"warm-up","seat_ids":["A-1","A-2"]}}""";
    private static final String FAILED = """
            {"version":"0","id":"warm-up","detail-type":"Payment Status Updated","source":"warm-up",\
            "time":"2025-01-23T10:00:00Z","detail":{"payment_id":"warm-up","reservation_id":"warm-up",\
            "status":"FAILED","amount":1,"currency":"KRW","event_type":"payment.status_updated"}}""";

    private final EventDecoder decoder;
    private final EventRouter router;

    @Inject
    public EventWarmUp(EventDecoder decoder, EventRouter router) {
        this.decoder = decoder;
        this.router = router;
    }

    @Override
    public void warmUp(Executor threads) {
        for (int round = 0; round < ROUNDS; round++) {
            List.of(EXPIRED, APPROVED, FAILED).forEach(this::warmUp);
        }
    }

    private void warmUp(String body) {
        ReceivedMessage message = new ReceivedMessage(
                "warm-up", "warm-up", body, 1, Instant.EPOCH, Map.of(), Optional.empty(), Optional.empty());
        switch (decoder.decode(message)) {
            case Decoded.Event decoded -> handle(decoded.event());
            case Decoded.NothingToDo nothing -> throw new IllegalStateException(nothing.why());
        }
    }

    private void handle(ReservationEvent event) {
        try {
            router.route(event, new HandlerContext(1, EventWarmUp::refuse));
        } catch (LeaseLost meant) {
            // Thrown where the handler would have made its first call.
        }
    }

    private static void refuse() {
        throw new LeaseLost("warm-up only");
    }
}
