package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.ListReservationPodsResponse;
import com.traffic_tacos.worker.v1.OverviewError;
import com.traffic_tacos.worker.v1.RecentOutcomes;
import com.traffic_tacos.worker.v1.ReservationDeadLetters;
import com.traffic_tacos.worker.v1.ReservationPod;
import com.traffic_tacos.worker.v1.ReservationState;
import com.traffic_tacos.worker.v1.TraceLink;
import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.operations.fleet.peers.PodReservation;
import com.traffictacos.reservation.worker.operations.fleet.peers.ReservationPods;
import com.traffictacos.reservation.worker.operations.reservation.ReservationOverview;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import java.util.Optional;

/** Converts overviews of reservations to protobuf messages. Stateless. */
final class ReservationMessages {

    private ReservationMessages() {}

    static com.traffic_tacos.worker.v1.ReservationOverview overview(ReservationOverview overview) {
        com.traffic_tacos.worker.v1.ReservationOverview.Builder answer =
                com.traffic_tacos.worker.v1.ReservationOverview.newBuilder()
                        .setReservationId(overview.reservationId().value())
                        .setAt(EventResponses.timestamp(overview.at()))
                        .setPod(PodInfo.name())
                        .setReservation(state(overview.state()))
                        .setDeadLetters(deadLetters(overview.deadLetters()))
                        .setOutcomes(outcomes(PodReservation.Outcomes.of(overview.outcomes())))
                        .setLogUrl(overview.logUrl().orElse(""));
        overview.inFlight().stream().map(FleetMessages::inWork).forEach(answer::addInWork);
        overview.traces().stream().map(ReservationMessages::trace).forEach(answer::addTraces);
        return answer.build();
    }

    /** What other workers know. */
    static ListReservationPodsResponse pods(ReservationPods.Known known) {
        return ListReservationPodsResponse.newBuilder()
                .setAt(EventResponses.timestamp(known.at()))
                .addAllPods(known.pods().stream().map(ReservationMessages::pod).toList())
                .addAllSilent(known.silent().stream().map(FleetMessages::silent).toList())
                .setNotAsked(known.notAsked())
                .addAllProblems(known.problems())
                .build();
    }

    private static ReservationPod pod(PodReservation pod) {
        return ReservationPod.newBuilder()
                .setName(pod.name())
                .setInstance(pod.instance())
                .addAllInWork(pod.inFlight().stream().map(FleetMessages::inWork).toList())
                .setOutcomes(outcomes(pod.outcomes()))
                .build();
    }

    private static ReservationState state(ReservationOverview.State state) {
        return switch (state) {
            case ReservationOverview.State.Found found -> reservation(found.reservation());
            case ReservationOverview.State.NotRead not ->
                ReservationState.newBuilder().setError(error(not.problem())).build();
        };
    }

    private static ReservationState reservation(Reservation reservation) {
        ReservationState.Builder message = ReservationState.newBuilder()
                .setStatus(reservation.status().name())
                .setEventId(reservation.eventId().map(ConcertId::value).orElse(""))
                .setUserId(reservation.userId().orElse(""));
        reservation
                .seats()
                .ifPresent(seats -> message.addAllSeatIds(seats.seatIds()).setQuantity(seats.quantity()));
        reservation.holdExpiresAt().map(EventResponses::timestamp).ifPresent(message::setHoldExpiresAt);
        return message.build();
    }

    private static ReservationDeadLetters deadLetters(ReservationOverview.DeadLetters deadLetters) {
        ReservationDeadLetters.Builder message =
                ReservationDeadLetters.newBuilder().setMatched(deadLetters.matched());
        deadLetters.scan().map(DeadLetterMessages::scan).ifPresent(message::setScan);
        deadLetters.newest().stream().map(DeadLetterMessages::head).forEach(message::addLetters);
        deadLetters.problem().map(ReservationMessages::error).ifPresent(message::setError);
        return message.build();
    }

    private static RecentOutcomes outcomes(PodReservation.Outcomes outcomes) {
        RecentOutcomes.Builder message =
                RecentOutcomes.newBuilder().setCapacity(outcomes.capacity()).setMatched(outcomes.matched());
        Optional.ofNullable(outcomes.oldest()).map(EventResponses::timestamp).ifPresent(message::setRememberedSince);
        outcomes.list().stream().map(ReservationMessages::ended).forEach(message::addList);
        return message.build();
    }

    private static com.traffic_tacos.worker.v1.RecentOutcome ended(PodReservation.Ended ended) {
        return com.traffic_tacos.worker.v1.RecentOutcome.newBuilder()
                .setEndedAt(EventResponses.timestamp(ended.endedAt()))
                .setType(ended.type())
                .setOutcome(ended.outcome())
                .setReason(ended.reason())
                .setAttempt(ended.attempt())
                .setHandlerAttempts(ended.handlerAttempts())
                .setDurationSeconds(ended.durationSeconds())
                .setTraceId(ended.traceId())
                .setMessageId(ended.messageId())
                .build();
    }

    private static TraceLink trace(ReservationOverview.Trace trace) {
        return TraceLink.newBuilder()
                .setTraceId(trace.traceId())
                .setUrl(trace.url().orElse(""))
                .setLogUrl(trace.logUrl().orElse(""))
                .build();
    }

    private static OverviewError error(ReservationOverview.Problem problem) {
        return OverviewError.newBuilder()
                .setCode(problem.code())
                .setMessage(problem.message())
                .build();
    }
}
