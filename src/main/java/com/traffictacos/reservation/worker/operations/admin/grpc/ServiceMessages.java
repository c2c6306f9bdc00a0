package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.CallError;
import com.traffic_tacos.worker.v1.Service;
import com.traffic_tacos.worker.v1.ServiceOperation;
import com.traffic_tacos.worker.v1.ServiceOutage;
import com.traffictacos.reservation.worker.operations.services.RecentCalls;
import com.traffictacos.reservation.worker.operations.services.RecentOutages.PastOutage;
import com.traffictacos.reservation.worker.operations.services.ServiceReport;
import java.time.Duration;
import java.util.Optional;

/** Converts what is known of services to protobuf messages. Stateless. */
final class ServiceMessages {

    private ServiceMessages() {}

    static Service service(ServiceReport.Service service) {
        Service.Builder message = Service.newBuilder()
                .setName(service.dependency().label())
                .setState(service.state().label())
                .setUnstable(service.unstable())
                .setDeadlineSeconds(seconds(Optional.of(service.deadline())))
                .setWindowSeconds(service.window().toSeconds())
                .setOutages(service.outages());
        service.lastOutage().map(ServiceMessages::outage).ifPresent(message::setLastOutage);
        service.operations().stream().map(ServiceMessages::operation).forEach(message::addOperations);
        return message.build();
    }

    private static ServiceOutage outage(PastOutage outage) {
        ServiceOutage.Builder message = ServiceOutage.newBuilder()
                .setOperation(outage.operation().label())
                .setBeganAt(EventResponses.timestamp(outage.began()))
                .setCause(outage.cause());
        outage.ended().map(EventResponses::timestamp).ifPresent(message::setEndedAt);
        return message.build();
    }

    private static ServiceOperation operation(ServiceReport.Operation operation) {
        ServiceOperation.Builder message = ServiceOperation.newBuilder()
                .setName(operation.call().label())
                .setState(operation.state().label())
                .setCalls(operation.made())
                .setFailed(operation.failed())
                .setP50Seconds(seconds(operation.median()))
                .setP99Seconds(seconds(operation.p99()))
                .setLongestSeconds(seconds(operation.longest()));
        operation.results().forEach((result, count) -> message.putResults(result.label(), count));
        operation.errors().stream().map(ServiceMessages::error).forEach(message::addErrors);
        return message.build();
    }

    private static CallError error(RecentCalls.CallError error) {
        return CallError.newBuilder()
                .setAt(EventResponses.timestamp(error.at()))
                .setResult(error.result().label())
                .setDetail(error.detail())
                .build();
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.map(known -> known.toNanos() / 1e9).orElse(0.0);
    }
}
