package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import com.traffic_tacos.reservation.v1.WorkerServiceGrpc;
import com.traffic_tacos.worker.v1.AuditServiceGrpc;
import com.traffic_tacos.worker.v1.DeadLetterServiceGrpc;
import com.traffic_tacos.worker.v1.FleetServiceGrpc;
import com.traffic_tacos.worker.v1.PollingServiceGrpc;
import com.traffic_tacos.worker.v1.ReservationServiceGrpc;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import io.grpc.MethodDescriptor;
import io.grpc.health.v1.HealthGrpc;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Every method on the gRPC port with what it takes, except reflection, which is limited on its own. */
enum MethodAccess {
    HEALTH_CHECK(HealthGrpc.getCheckMethod(), Access.OPEN),
    HEALTH_WATCH(HealthGrpc.getWatchMethod(), Access.OPEN),
    WORKER_HEALTH(WorkerServiceGrpc.getHealthCheckMethod(), Access.OPEN),
    /** Without a token it answers without the jobs themselves. */
    JOB_STATUS(WorkerServiceGrpc.getGetJobStatusMethod(), Access.OPEN),
    PROCESS_EXPIRY(WorkerServiceGrpc.getProcessReservationExpiryMethod(), Access.WRITE),
    PROCESS_PAYMENT(WorkerServiceGrpc.getProcessPaymentResultMethod(), Access.WRITE),
    PROCESS_COMPENSATION(WorkerServiceGrpc.getProcessCompensationMethod(), Access.WRITE),
    SUMMARY(DeadLetterServiceGrpc.getSummaryMethod(), Access.READ),
    LIST(DeadLetterServiceGrpc.getListMethod(), Access.READ),
    SHOW(DeadLetterServiceGrpc.getShowMethod(), Access.READ),
    /** With its dry run: the caller is checked before the request is read. */
    REDRIVE(DeadLetterServiceGrpc.getRedriveMethod(), Access.WRITE),
    DRY_RUN_DISCARD(DeadLetterServiceGrpc.getDryRunDiscardMethod(), Access.WRITE),
    RESEND(DeadLetterServiceGrpc.getResendMethod(), Access.WRITE),
    DISCARD(DeadLetterServiceGrpc.getDiscardMethod(), Access.WRITE),
    GET_JOB(DeadLetterServiceGrpc.getGetJobMethod(), Access.READ),
    LIST_JOBS(DeadLetterServiceGrpc.getListJobsMethod(), Access.READ),
    CANCEL_JOB(DeadLetterServiceGrpc.getCancelJobMethod(), Access.WRITE),
    PAUSE(PollingServiceGrpc.getPauseMethod(), Access.WRITE),
    RESUME(PollingServiceGrpc.getResumeMethod(), Access.WRITE),
    LIST_IN_WORK(PollingServiceGrpc.getListInWorkMethod(), Access.READ),
    LIST_SERVICES(PollingServiceGrpc.getListServicesMethod(), Access.READ),
    PAUSE_FLEET(FleetServiceGrpc.getPauseMethod(), Access.WRITE),
    RESUME_FLEET(FleetServiceGrpc.getResumeMethod(), Access.WRITE),
    GET_FLEET(FleetServiceGrpc.getGetFleetMethod(), Access.READ),
    GET_FLAG(FleetServiceGrpc.getGetFlagMethod(), Access.READ),
    LIST_CHANGES(AuditServiceGrpc.getListChangesMethod(), Access.READ),
    GET_OVERVIEW(ReservationServiceGrpc.getGetOverviewMethod(), Access.READ),
    LIST_RESERVATION_PODS(ReservationServiceGrpc.getListPodsMethod(), Access.READ);

    /** What a method takes. */
    enum Access {
        /** Nothing. A token that is presented all the same has to be right. */
        OPEN(OperatorRole.READ),
        /** A token of any role. */
        READ(OperatorRole.READ),
        /** A token of the role write. */
        WRITE(OperatorRole.WRITE);

        private final OperatorRole role;

        Access(OperatorRole role) {
            this.role = role;
        }

        /** The role that a presented token needs. */
        OperatorRole role() {
            return role;
        }
    }

    private static final Map<String, Access> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MethodAccess::method, MethodAccess::access));

    private final String method;
    private final Access access;

    MethodAccess(MethodDescriptor<?, ?> method, Access access) {
        this.method = method.getFullMethodName();
        this.access = access;
    }

    /** The full name, such as {@code traffictacos.worker.v1.PollingService/Pause}. */
    String method() {
        return method;
    }

    Access access() {
        return access;
    }

    /** What a method takes; that of the role write if it is not listed. */
    static Access of(String method) {
        return BY_NAME.getOrDefault(method, Access.WRITE);
    }
}
