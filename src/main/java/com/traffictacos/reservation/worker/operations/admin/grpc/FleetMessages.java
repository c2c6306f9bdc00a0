package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.FleetInWork;
import com.traffic_tacos.worker.v1.FleetPod;
import com.traffic_tacos.worker.v1.FleetSums;
import com.traffic_tacos.worker.v1.GetFleetResponse;
import com.traffic_tacos.worker.v1.InWork;
import com.traffic_tacos.worker.v1.SilentPod;
import com.traffictacos.reservation.worker.operations.fleet.peers.FleetView;
import com.traffictacos.reservation.worker.operations.fleet.peers.PodStatus;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import java.util.Optional;

/** All workers of the queue as protobuf messages. Stateless. */
final class FleetMessages {

    private FleetMessages() {}

    static GetFleetResponse of(FleetView fleet) {
        FleetView.Sums sums = fleet.sums();
        return GetFleetResponse.newBuilder()
                .setAt(EventResponses.timestamp(fleet.at()))
                .setSums(FleetSums.newBuilder()
                        .setPods(sums.pods())
                        .setReceiving(sums.receiving())
                        .setInWork(sums.inFlight())
                        .setBusy(sums.busy())
                        .setPermits(sums.permits())
                        .setPermitsFree(sums.permitsFree())
                        .putAllEvents(sums.events()))
                .addAllPods(fleet.pods().stream().map(FleetMessages::pod).toList())
                .addAllSilent(fleet.silent().stream().map(FleetMessages::silent).toList())
                .setNotAsked(fleet.notAsked())
                .addAllProblems(fleet.problems())
                .addAllInWork(
                        fleet.inFlight().stream().map(FleetMessages::message).toList())
                .build();
    }

    private static FleetPod pod(FleetView.Pod pod) {
        PodStatus status = pod.status();
        FleetPod.Builder message = FleetPod.newBuilder()
                .setName(status.name())
                .setInstance(status.instance())
                .setState(status.state())
                .setCondition(status.condition())
                .setPaused(status.paused())
                .setFleetPaused(status.fleetPaused())
                .setInWork(status.inFlight())
                .setBusy(status.busy())
                .setPermits(status.permits())
                .setPermitsFree(status.permitsFree())
                .putAllEvents(status.events())
                .putAllDependencies(status.dependencies());
        Optional.ofNullable(pod.address()).ifPresent(message::setAddress);
        Optional.ofNullable(status.notReceiving()).ifPresent(message::setNotReceiving);
        Optional.ofNullable(status.startedAt()).map(EventResponses::timestamp).ifPresent(message::setStartedAt);
        return message.build();
    }

    static SilentPod silent(FleetView.Silent pod) {
        return SilentPod.newBuilder()
                .setAddress(pod.address())
                .setCause(pod.cause())
                .build();
    }

    private static FleetInWork message(FleetView.Message inFlight) {
        return FleetInWork.newBuilder()
                .setPod(inFlight.pod())
                .setMessage(inWork(inFlight.message()))
                .build();
    }

    static InWork inWork(InFlightView delivery) {
        return inWork(PodStatus.Message.of(delivery));
    }

    static InWork inWork(PodStatus.Message message) {
        InWork.Builder work = InWork.newBuilder()
                .setMessageId(message.messageId())
                .setType(message.type())
                .setStep(message.step())
                .setAttempt(message.attempt())
                .setAgeSeconds(message.ageSeconds())
                .setLeaseLeftSeconds(message.leaseLeftSeconds());
        Optional.ofNullable(message.reservationId()).ifPresent(work::setReservationId);
        return work.build();
    }
}
