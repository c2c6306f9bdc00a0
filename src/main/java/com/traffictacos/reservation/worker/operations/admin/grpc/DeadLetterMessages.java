package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.google.protobuf.ByteString;
import com.traffic_tacos.worker.v1.Attribute;
import com.traffic_tacos.worker.v1.DryRun;
import com.traffic_tacos.worker.v1.Job;
import com.traffic_tacos.worker.v1.JobState;
import com.traffic_tacos.worker.v1.LetterHead;
import com.traffic_tacos.worker.v1.ListResponse;
import com.traffic_tacos.worker.v1.ResendResponse;
import com.traffic_tacos.worker.v1.Scan;
import com.traffic_tacos.worker.v1.ShowResponse;
import com.traffic_tacos.worker.v1.SummaryResponse;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterListing;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.deadletter.ReasonTrend;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Converts dead letters and jobs to protobuf messages, and selections to filters. Stateless. */
final class DeadLetterMessages {

    private DeadLetterMessages() {}

    /** @throws IllegalArgumentException if a field breaks its rule; zero and empty count as not set */
    static DeadLetterFilter selection(com.traffic_tacos.worker.v1.Selection message) {
        return new DeadLetterFilter(
                Set.copyOf(message.getReasonsList()),
                Set.copyOf(message.getTypesList()),
                Optional.of(message.getReservationId()).filter(id -> !id.isEmpty()),
                age(message.getMinAgeSeconds()),
                age(message.getMaxAgeSeconds()),
                Set.copyOf(message.getIdsList()));
    }

    private static Optional<Duration> age(long seconds) {
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    static SummaryResponse summary(DeadLetterListing snapshot) {
        SummaryResponse.Builder answer = SummaryResponse.newBuilder()
                .setScan(scan(snapshot))
                .putAllByReason(snapshot.byReason())
                .putAllByType(snapshot.byType())
                .putAllByHour(snapshot.byHour());
        snapshot.oldest().map(EventResponses::timestamp).ifPresent(answer::setOldest);
        snapshot.nextExpiry().map(EventResponses::timestamp).ifPresent(answer::setNextExpiry);
        ReasonTrend trend = snapshot.trend();
        answer.setTrendFrom(EventResponses.timestamp(trend.from()));
        trend.byReason()
                .forEach((reason, counts) -> answer.addTrend(com.traffic_tacos.worker.v1.ReasonTrend.newBuilder()
                        .setReason(reason)
                        .addAllByHour(counts)));
        return answer.build();
    }

    static ListResponse page(DeadLetterPager.Page page) {
        ListResponse.Builder answer = ListResponse.newBuilder()
                .setScan(scan(page.snapshot()))
                .setMatched(page.matched())
                .setNextPageToken(page.next().orElse(""));
        page.deadLetters().stream().map(DeadLetterMessages::head).forEach(answer::addLetters);
        return answer.build();
    }

    static ShowResponse deadLetter(DeadLetter deadLetter) {
        ShowResponse.Builder answer = ShowResponse.newBuilder()
                .setHead(head(deadLetter.head()))
                .setBody(deadLetter.message().body())
                .setGroupId(deadLetter.message().groupId().orElse(""));
        deadLetter
                .message()
                .attributes()
                .forEach((name, attribute) -> answer.putAttributes(name, attribute(attribute)));
        return answer.build();
    }

    static DryRun dryRun(RedriveService.DryRun dryRun) {
        return DryRun.newBuilder()
                .setScan(scan(dryRun.snapshot()))
                .setMatched(dryRun.matched())
                .putAllByReason(dryRun.byReason())
                .setToken(dryRun.token().text())
                .setExpiresAt(EventResponses.timestamp(dryRun.token().expiresAt()))
                .setConfirm(dryRun.confirm().orElse(""))
                .build();
    }

    static ResendResponse resend(ResendService.Resend resend) {
        ResendResponse.Builder answer = ResendResponse.newBuilder()
                .setType(resend.type().label())
                .setReservationId(resend.reservationId().orElse(""))
                .setBodyBytes(resend.after().bytes())
                .setBodySha256(resend.after().sha256())
                .setMessageBytes(resend.plan().bytes())
                .setMaxBytes(resend.plan().maxBytes())
                .setOriginalBytes(resend.before().bytes())
                .setOriginalSha256(resend.before().sha256())
                .setOriginalKept(resend.plan().keepsOriginal());
        resend.job().map(DeadLetterMessages::job).ifPresent(answer::setJob);
        return answer.build();
    }

    static Job job(JobStatus job) {
        Job.Builder message = Job.newBuilder()
                .setId(job.id())
                .setAction(job.action())
                .setState(
                        switch (job.state()) {
                            case RUNNING -> JobState.JOB_STATE_RUNNING;
                            case DONE -> JobState.JOB_STATE_DONE;
                            case CANCELLED -> JobState.JOB_STATE_CANCELLED;
                            case FAILED -> JobState.JOB_STATE_FAILED;
                        })
                .setOperator(job.operator())
                .setStartedAt(EventResponses.timestamp(job.startedAt()))
                .setScanned(job.scanned())
                .setMatched(job.matched())
                .setDone(job.done())
                .setRefused(job.refused())
                .setComplete(job.complete())
                .setError(job.error().orElse(""))
                .setSelection(job.selection())
                .setExpected(job.expected().orElse(0))
                .setPod(PodInfo.name());
        job.endedAt().map(EventResponses::timestamp).ifPresent(message::setEndedAt);
        return message.build();
    }

    static Scan scan(DeadLetterListing snapshot) {
        return Scan.newBuilder()
                .setTakenAt(EventResponses.timestamp(snapshot.takenAt()))
                .setScanned(snapshot.deadLetters().size())
                .setComplete(snapshot.complete())
                .setApproximateTotal(snapshot.approximateTotal())
                .build();
    }

    static LetterHead head(DeadLetter.Head head) {
        LetterHead.Builder message = LetterHead.newBuilder()
                .setId(head.id())
                .setReason(head.reason())
                .setDetail(head.detail())
                .setType(head.type())
                .setReservationId(head.reservationId().orElse(""))
                .setTraceId(head.traceId().orElse(""))
                .setDiedAt(EventResponses.timestamp(head.diedAt()))
                .setSentAt(EventResponses.timestamp(head.sentAt()))
                .setAttempts(head.attempts())
                .setReceiveCount(head.receiveCount())
                .setBodyBytes(head.bodyBytes())
                .setOriginalMessageId(head.originalMessageId().orElse(""));
        head.expiresAt().map(EventResponses::timestamp).ifPresent(message::setExpiresAt);
        return message.build();
    }

    private static Attribute attribute(MessageAttribute attribute) {
        Attribute.Builder message = Attribute.newBuilder().setDataType(attribute.dataType());
        return switch (attribute) {
            case MessageAttribute.Text text ->
                message.setStringValue(text.value()).build();
            case MessageAttribute.Bytes bytes ->
                message.setBinaryValue(ByteString.copyFrom(bytes.value())).build();
        };
    }
}
