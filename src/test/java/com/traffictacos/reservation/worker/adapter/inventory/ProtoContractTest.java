package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.traffic_tacos.common.v1.Common;
import com.traffic_tacos.reservation.v1.Inventory;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc;
import com.traffic_tacos.reservation.v1.Worker;
import com.traffic_tacos.reservation.v1.WorkerServiceGrpc;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Contract sections 2 and 7 as tables. The generated code is checked against them: a changed number, name or type fails
 * here.
 */
class ProtoContractTest {

    private static final String INVENTORY = """
            service InventoryService
              CheckAvailability reservation.v1.CheckAvailabilityRequest -> reservation.v1.CheckAvailabilityResponse
              ReserveSeat reservation.v1.ReserveSeatRequest -> reservation.v1.ReserveSeatResponse
              ReleaseHold reservation.v1.ReleaseHoldRequest -> reservation.v1.ReleaseHoldResponse
              CommitReservation reservation.v1.CommitReservationRequest -> reservation.v1.CommitReservationResponse
            enum HoldStatus
              0 HOLD_STATUS_UNSPECIFIED
              1 HOLD_STATUS_ACTIVE
              2 HOLD_STATUS_EXPIRED
              3 HOLD_STATUS_RELEASED
              4 HOLD_STATUS_COMMITTED
            enum ReleaseStatus
              0 RELEASE_STATUS_UNSPECIFIED
              1 RELEASE_STATUS_SUCCESS
              2 RELEASE_STATUS_ALREADY_RELEASED
              3 RELEASE_STATUS_NOT_FOUND
              4 RELEASE_STATUS_FAILED
            enum CommitStatus
              0 COMMIT_STATUS_UNSPECIFIED
              1 COMMIT_STATUS_SUCCESS
              2 COMMIT_STATUS_FAILED_PAYMENT
              3 COMMIT_STATUS_FAILED_EXPIRED
              4 COMMIT_STATUS_FAILED_CONFLICT
            message CheckAvailabilityRequest
              1 string event_id
              2 repeated string seat_ids
              3 int32 quantity
              4 string section
            message CheckAvailabilityResponse
              1 bool available
              2 repeated common.v1.Seat available_seats
              3 repeated string unavailable_seat_ids
              4 int32 remaining_in_section
              5 common.v1.Error error
            message ReserveSeatRequest
              1 string reservation_id
              2 string event_id
              3 repeated string seat_ids
              4 int32 quantity
              5 string user_id
              6 google.protobuf.Timestamp hold_expires_at
              7 string idempotency_key
            message ReserveSeatResponse
              1 string hold_id
              2 repeated common.v1.Seat reserved_seats
              3 google.protobuf.Timestamp hold_expires_at
              4 reservation.v1.HoldStatus status
              5 common.v1.Error error
            message ReleaseHoldRequest
              1 string reservation_id
              2 string event_id
              3 repeated string seat_ids
              4 int32 quantity
              5 string reason
              6 string idempotency_key
            message ReleaseHoldResponse
              1 repeated common.v1.Seat released_seats
              2 reservation.v1.ReleaseStatus status
              3 google.protobuf.Timestamp released_at
              4 common.v1.Error error
            message CommitReservationRequest
              1 string reservation_id
              2 string event_id
              3 repeated string seat_ids
              4 int32 quantity
              5 string payment_intent_id
              6 string user_id
              7 string idempotency_key
            message CommitReservationResponse
              1 string order_id
              2 repeated common.v1.Seat sold_seats
              3 reservation.v1.CommitStatus status
              4 google.protobuf.Timestamp committed_at
              5 common.v1.Error error
            """;

    private static final String WORKER = """
            service WorkerService
              ProcessReservationExpiry reservation.v1.ProcessReservationExpiryRequest -> reservation.v1.ProcessReservationExpiryResponse
              ProcessPaymentResult reservation.v1.ProcessPaymentResultRequest -> reservation.v1.ProcessPaymentResultResponse
              ProcessCompensation reservation.v1.ProcessCompensationRequest -> reservation.v1.ProcessCompensationResponse
              HealthCheck reservation.v1.HealthCheckRequest -> reservation.v1.HealthCheckResponse
              GetJobStatus reservation.v1.GetJobStatusRequest -> reservation.v1.GetJobStatusResponse
            enum ProcessingStatus
              0 PROCESSING_STATUS_UNSPECIFIED
              1 PROCESSING_STATUS_SUCCESS
              2 PROCESSING_STATUS_FAILED
              3 PROCESSING_STATUS_RETRY
              4 PROCESSING_STATUS_SKIPPED
              5 PROCESSING_STATUS_DLQ
            enum PaymentResultType
              0 PAYMENT_RESULT_TYPE_UNSPECIFIED
              1 PAYMENT_RESULT_TYPE_APPROVED
              2 PAYMENT_RESULT_TYPE_FAILED
              3 PAYMENT_RESULT_TYPE_CANCELLED
              4 PAYMENT_RESULT_TYPE_REFUNDED
              5 PAYMENT_RESULT_TYPE_TIMEOUT
            enum CompensationType
              0 COMPENSATION_TYPE_UNSPECIFIED
              1 COMPENSATION_TYPE_RELEASE_SEATS
              2 COMPENSATION_TYPE_REFUND_PAYMENT
              3 COMPENSATION_TYPE_CANCEL_RESERVATION
              4 COMPENSATION_TYPE_CLEANUP_ORPHANED
            enum WorkerStatus
              0 WORKER_STATUS_UNSPECIFIED
              1 WORKER_STATUS_HEALTHY
              2 WORKER_STATUS_DEGRADED
              3 WORKER_STATUS_UNHEALTHY
              4 WORKER_STATUS_TERMINATED
            enum CompensationActionType
              0 COMPENSATION_ACTION_TYPE_UNSPECIFIED
              1 COMPENSATION_ACTION_TYPE_INVENTORY_RELEASE
              2 COMPENSATION_ACTION_TYPE_PAYMENT_REFUND
              3 COMPENSATION_ACTION_TYPE_RESERVATION_CANCEL
              4 COMPENSATION_ACTION_TYPE_EVENT_REPUBLISH
              5 COMPENSATION_ACTION_TYPE_MANUAL_REVIEW
            enum JobInstanceStatus
              0 JOB_INSTANCE_STATUS_UNSPECIFIED
              1 JOB_INSTANCE_STATUS_PENDING
              2 JOB_INSTANCE_STATUS_RUNNING
              3 JOB_INSTANCE_STATUS_COMPLETED
              4 JOB_INSTANCE_STATUS_FAILED
              5 JOB_INSTANCE_STATUS_TERMINATED
            message ProcessReservationExpiryRequest
              1 string reservation_id
              2 string event_id
              3 repeated string seat_ids
              4 int32 quantity
              5 google.protobuf.Timestamp expired_at
              6 string correlation_id
              7 int32 retry_count
            message ProcessReservationExpiryResponse
              1 reservation.v1.ProcessingStatus status
              2 repeated common.v1.Seat released_seats
              3 google.protobuf.Timestamp processed_at
              4 string next_action
              5 common.v1.Error error
            message PaymentEventData
              1 string payment_intent_id
              2 string transaction_id
              3 common.v1.Money amount
              4 google.protobuf.Timestamp processed_at
              5 string gateway_response
              6 repeated reservation.v1.PaymentEventData.MetadataEntry metadata
            message ProcessPaymentResultRequest
              1 string reservation_id
              2 string payment_intent_id
              3 reservation.v1.PaymentResultType result_type
              4 reservation.v1.PaymentEventData event_data
              5 string correlation_id
              6 int32 retry_count
            message ProcessPaymentResultResponse
              1 reservation.v1.ProcessingStatus status
              2 string order_id
              3 repeated common.v1.Seat affected_seats
              4 google.protobuf.Timestamp processed_at
              5 string next_action
              6 common.v1.Error error
            message ProcessCompensationRequest
              1 string reservation_id
              2 reservation.v1.CompensationType compensation_type
              3 string original_operation
              4 string failure_reason
              5 repeated reservation.v1.ProcessCompensationRequest.ContextEntry context
              6 string correlation_id
              7 int32 retry_count
            message CompensationAction
              1 reservation.v1.CompensationActionType action_type
              2 string target_service
              3 string action_description
              4 bool success
              5 google.protobuf.Timestamp executed_at
            message ProcessCompensationResponse
              1 reservation.v1.ProcessingStatus status
              2 repeated reservation.v1.CompensationAction actions_taken
              3 google.protobuf.Timestamp processed_at
              4 bool requires_manual_intervention
              5 common.v1.Error error
            message HealthCheckRequest
              1 string worker_instance_id
            message HealthCheckResponse
              1 reservation.v1.WorkerStatus status
              2 int32 processed_events_count
              3 int32 failed_events_count
              4 google.protobuf.Timestamp last_processed_at
              5 int32 queue_depth
              6 google.protobuf.Timestamp started_at
              7 common.v1.Error error
            message GetJobStatusRequest
              1 string job_id
              2 string event_type
            message JobInstance
              1 string job_id
              2 string worker_id
              3 reservation.v1.JobInstanceStatus status
              4 google.protobuf.Timestamp started_at
              5 google.protobuf.Timestamp completed_at
              6 int32 events_processed
              7 int32 events_failed
            message JobMetrics
              1 int32 total_active_jobs
              2 int32 total_events_pending
              3 int32 total_events_processing
              4 int32 total_events_completed
              5 int32 total_events_failed
              6 float average_processing_time_ms
              7 google.protobuf.Timestamp last_updated
            message GetJobStatusResponse
              1 repeated reservation.v1.JobInstance jobs
              2 reservation.v1.JobMetrics metrics
              3 common.v1.Error error
            """;

    private static final String COMMON = """
            enum SeatStatus
              0 SEAT_STATUS_UNSPECIFIED
              1 SEAT_STATUS_AVAILABLE
              2 SEAT_STATUS_RESERVED
              3 SEAT_STATUS_SOLD
              4 SEAT_STATUS_BLOCKED
            enum ErrorCode
              0 ERROR_CODE_UNSPECIFIED
              1 ERROR_CODE_UNAUTHENTICATED
              2 ERROR_CODE_FORBIDDEN
              3 ERROR_CODE_UNAUTHORIZED
              4 ERROR_CODE_INVALID_ARGUMENT
              5 ERROR_CODE_NOT_FOUND
              6 ERROR_CODE_ALREADY_EXISTS
              7 ERROR_CODE_FAILED_PRECONDITION
              8 ERROR_CODE_RATE_LIMITED
              9 ERROR_CODE_QUOTA_EXCEEDED
              10 ERROR_CODE_IDEMPOTENCY_REQUIRED
              11 ERROR_CODE_IDEMPOTENCY_CONFLICT
              12 ERROR_CODE_RESERVATION_EXPIRED
              13 ERROR_CODE_PAYMENT_NOT_APPROVED
              14 ERROR_CODE_INVENTORY_CONFLICT
              15 ERROR_CODE_INSUFFICIENT_INVENTORY
              16 ERROR_CODE_INTERNAL
              17 ERROR_CODE_UNAVAILABLE
              18 ERROR_CODE_TIMEOUT
              19 ERROR_CODE_UPSTREAM_TIMEOUT
              20 ERROR_CODE_UPSTREAM_ERROR
              21 ERROR_CODE_DATA_CORRUPTION
              22 ERROR_CODE_CONCURRENT_MODIFICATION
            message Money
              1 int64 amount
              2 string currency
            message Seat
              1 string id
              2 string section
              3 string row
              4 string number
              5 common.v1.Money price
              6 common.v1.SeatStatus status
            message ErrorDetail
              1 string field
              2 string reason
              3 string value
            message Error
              1 common.v1.ErrorCode code
              2 string message
              3 string trace_id
              4 repeated common.v1.ErrorDetail details
            """;

    @Test
    void speaksToInventoryAsContractSays() {
        assertThat(table(Inventory.getDescriptor())).isEqualTo(INVENTORY);
    }

    @Test
    void isSpokenToAsContractSays() {
        assertThat(table(Worker.getDescriptor())).isEqualTo(WORKER);
    }

    @Test
    void sharesTypesAsContractSays() {
        assertThat(table(Common.getDescriptor())).isEqualTo(COMMON);
    }

    @Test
    void keepsNamesOfPackages() {
        assertThat(Inventory.getDescriptor())
                .returns("reservation.v1", FileDescriptor::getPackage)
                .extracting(FileDescriptor::getOptions)
                .returns("com.traffic_tacos.reservation.v1", FileOptions::getJavaPackage)
                .returns(true, FileOptions::getJavaMultipleFiles);
        assertThat(Common.getDescriptor())
                .returns("common.v1", FileDescriptor::getPackage)
                .extracting(FileDescriptor::getOptions)
                .returns("com.traffic_tacos.common.v1", FileOptions::getJavaPackage)
                .returns(true, FileOptions::getJavaMultipleFiles);
    }

    @Test
    void callsServiceByItsNameOnTheWire() {
        assertThat(InventoryServiceGrpc.getReleaseHoldMethod().getFullMethodName())
                .isEqualTo("reservation.v1.InventoryService/ReleaseHold");
        assertThat(InventoryServiceGrpc.getCommitReservationMethod().getFullMethodName())
                .isEqualTo("reservation.v1.InventoryService/CommitReservation");
        assertThat(WorkerServiceGrpc.getProcessReservationExpiryMethod().getFullMethodName())
                .isEqualTo("reservation.v1.WorkerService/ProcessReservationExpiry");
    }

    @Test
    void countsAbsentFieldAsItsDefault() {
        // proto3 without "optional": older servers omit fields, and these must be read as zero or empty.
        assertThat(Stream.of(Inventory.getDescriptor(), Worker.getDescriptor(), Common.getDescriptor())
                        .flatMap(file -> file.getMessageTypes().stream())
                        .flatMap(message -> message.getFields().stream())
                        .filter(field -> field.getJavaType() != FieldDescriptor.JavaType.MESSAGE)
                        .filter(FieldDescriptor::hasPresence)
                        .map(FieldDescriptor::getFullName))
                .isEmpty();
    }

    private static String table(FileDescriptor file) {
        return Stream.of(
                        file.getServices().stream().map(ProtoContractTest::table),
                        file.getEnumTypes().stream().map(ProtoContractTest::table),
                        file.getMessageTypes().stream().map(ProtoContractTest::table))
                .flatMap(tables -> tables)
                .collect(Collectors.joining());
    }

    private static String table(ServiceDescriptor service) {
        return table("service", service, service.getMethods().stream().map(ProtoContractTest::row));
    }

    private static String row(MethodDescriptor method) {
        return method.getName() + " " + (method.isClientStreaming() ? "stream " : "")
                + method.getInputType().getFullName() + " -> " + (method.isServerStreaming() ? "stream " : "")
                + method.getOutputType().getFullName();
    }

    private static String table(EnumDescriptor type) {
        return table("enum", type, type.getValues().stream().map(value -> value.getNumber() + " " + value.getName()));
    }

    private static String table(Descriptor message) {
        return table("message", message, message.getFields().stream().map(ProtoContractTest::row));
    }

    private static String row(FieldDescriptor field) {
        return field.getNumber() + " " + (field.isRepeated() ? "repeated " : "") + type(field) + " " + field.getName();
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String table(String kind, GenericDescriptor head, Stream<String> rows) {
        return kind + " " + head.getName() + "\n"
                + rows.map(row -> "  " + row + "\n").collect(Collectors.joining());
    }
}
