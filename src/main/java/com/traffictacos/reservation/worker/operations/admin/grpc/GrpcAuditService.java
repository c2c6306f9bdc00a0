package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.AuditServiceGrpc;
import com.traffic_tacos.worker.v1.Change;
import com.traffic_tacos.worker.v1.ListChangesRequest;
import com.traffic_tacos.worker.v1.ListChangesResponse;
import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;

/** {@code traffictacos.worker.v1.AuditService}. Thread-safe. */
@SingletonBean
public class GrpcAuditService extends AuditServiceGrpc.AuditServiceImplBase {

    private final OperatorLog log;

    @Inject
    public GrpcAuditService(OperatorLog log) {
        this.log = log;
    }

    @Override
    public void listChanges(ListChangesRequest request, StreamObserver<ListChangesResponse> observer) {
        ListChangesResponse.Builder answer = ListChangesResponse.newBuilder().setPod(PodInfo.name());
        log.recent().stream().map(GrpcAuditService::message).forEach(answer::addChanges);
        Unary.answer(observer, answer.build());
    }

    private static Change message(OperatorChange change) {
        return Change.newBuilder()
                .setAt(EventResponses.timestamp(change.at()))
                .setOperator(change.operator())
                .setAddress(change.address())
                .setAction(change.action())
                .setSelection(change.selection())
                .setResult(change.result())
                .build();
    }
}
