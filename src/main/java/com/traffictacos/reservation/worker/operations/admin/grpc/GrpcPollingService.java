package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.ListInWorkRequest;
import com.traffic_tacos.worker.v1.ListInWorkResponse;
import com.traffic_tacos.worker.v1.ListServicesRequest;
import com.traffic_tacos.worker.v1.ListServicesResponse;
import com.traffic_tacos.worker.v1.PauseRequest;
import com.traffic_tacos.worker.v1.PollingServiceGrpc;
import com.traffic_tacos.worker.v1.PollingState;
import com.traffic_tacos.worker.v1.ResumeRequest;
import com.traffictacos.reservation.worker.operations.admin.PollingControl;
import com.traffictacos.reservation.worker.operations.admin.WorkerOverview;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.AuthenticationInterceptor;
import com.traffictacos.reservation.worker.operations.services.ServiceReport;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;

/** {@code traffictacos.worker.v1.PollingService}. Thread-safe. */
@SingletonBean
public class GrpcPollingService extends PollingServiceGrpc.PollingServiceImplBase {

    private final PollingControl polling;
    private final WorkerOverview worker;
    private final ServiceReport services;

    @Inject
    public GrpcPollingService(PollingControl polling, WorkerOverview worker, ServiceReport services) {
        this.polling = polling;
        this.worker = worker;
        this.services = services;
    }

    @Override
    public void pause(PauseRequest request, StreamObserver<PollingState> observer) {
        polling.pause(AuthenticationInterceptor.operator());
        Unary.answer(observer, state());
    }

    @Override
    public void resume(ResumeRequest request, StreamObserver<PollingState> observer) {
        polling.resume(AuthenticationInterceptor.operator());
        Unary.answer(observer, state());
    }

    @Override
    public void listInWork(ListInWorkRequest request, StreamObserver<ListInWorkResponse> observer) {
        ListInWorkResponse.Builder answer = ListInWorkResponse.newBuilder().setPolling(state());
        worker.deliveries().stream().map(FleetMessages::inWork).forEach(answer::addInWork);
        Unary.answer(observer, answer.build());
    }

    @Override
    public void listServices(ListServicesRequest request, StreamObserver<ListServicesResponse> observer) {
        ListServicesResponse.Builder answer = ListServicesResponse.newBuilder().setPod(PodInfo.name());
        services.now().stream().map(ServiceMessages::service).forEach(answer::addServices);
        Unary.answer(observer, answer.build());
    }

    private PollingState state() {
        return PollingState.newBuilder()
                .setPaused(polling.isPaused())
                .setPod(PodInfo.name())
                .build();
    }
}
