package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.FleetFlag;
import com.traffic_tacos.worker.v1.FleetServiceGrpc;
import com.traffic_tacos.worker.v1.GetFlagRequest;
import com.traffic_tacos.worker.v1.GetFleetRequest;
import com.traffic_tacos.worker.v1.GetFleetResponse;
import com.traffic_tacos.worker.v1.PauseFleetRequest;
import com.traffic_tacos.worker.v1.ResumeFleetRequest;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.AuthenticationInterceptor;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.operations.fleet.peers.FleetReader;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;

/** {@code traffictacos.worker.v1.FleetService}. Thread-safe. */
@SingletonBean
public class GrpcFleetService extends FleetServiceGrpc.FleetServiceImplBase {

    private final FleetPause pause;
    private final FleetReader reader;

    @Inject
    public GrpcFleetService(FleetPause pause, FleetReader reader) {
        this.pause = pause;
        this.reader = reader;
    }

    @Override
    public void getFleet(GetFleetRequest request, StreamObserver<GetFleetResponse> observer) {
        Unary.answer(observer, FleetMessages.of(reader.latest()));
    }

    @Override
    public void pause(PauseFleetRequest request, StreamObserver<FleetFlag> observer) {
        pause.pause(AuthenticationInterceptor.operator());
        Unary.answer(observer, flag());
    }

    @Override
    public void resume(ResumeFleetRequest request, StreamObserver<FleetFlag> observer) {
        pause.resume(AuthenticationInterceptor.operator());
        Unary.answer(observer, flag());
    }

    @Override
    public void getFlag(GetFlagRequest request, StreamObserver<FleetFlag> observer) {
        Unary.answer(observer, flag());
    }

    private FleetFlag flag() {
        FleetPause.Status status = pause.status();
        FleetFlag.Builder flag =
                FleetFlag.newBuilder().setPaused(status.flag().paused()).setPod(PodInfo.name());
        status.flag().at().map(EventResponses::timestamp).ifPresent(flag::setSince);
        status.flag().operator().ifPresent(flag::setOperator);
        status.readAt().map(EventResponses::timestamp).ifPresent(flag::setReadAt);
        status.problem().ifPresent(flag::setProblem);
        return flag.build();
    }
}
