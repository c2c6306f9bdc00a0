package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffic_tacos.worker.v1.CancelJobRequest;
import com.traffic_tacos.worker.v1.DeadLetterServiceGrpc;
import com.traffic_tacos.worker.v1.DiscardRequest;
import com.traffic_tacos.worker.v1.DryRun;
import com.traffic_tacos.worker.v1.DryRunDiscardRequest;
import com.traffic_tacos.worker.v1.GetJobRequest;
import com.traffic_tacos.worker.v1.Job;
import com.traffic_tacos.worker.v1.ListJobsRequest;
import com.traffic_tacos.worker.v1.ListJobsResponse;
import com.traffic_tacos.worker.v1.ListRequest;
import com.traffic_tacos.worker.v1.ListResponse;
import com.traffic_tacos.worker.v1.RedriveRequest;
import com.traffic_tacos.worker.v1.RedriveResponse;
import com.traffic_tacos.worker.v1.ResendRequest;
import com.traffic_tacos.worker.v1.ResendResponse;
import com.traffic_tacos.worker.v1.ShowRequest;
import com.traffic_tacos.worker.v1.ShowResponse;
import com.traffic_tacos.worker.v1.SummaryRequest;
import com.traffic_tacos.worker.v1.SummaryResponse;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.AuthenticationInterceptor;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.ExceptionInterceptor;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQuery;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobRequest;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/**
 * {@code traffictacos.worker.v1.DeadLetterService}. Failures are thrown; {@link ExceptionInterceptor} maps them to a
 * status.
 */
@SingletonBean
public class GrpcDeadLetterService extends DeadLetterServiceGrpc.DeadLetterServiceImplBase {

    private final DeadLetterBrowser deadLetters;
    private final DeadLetterPager pages;
    private final RedriveService orders;
    private final DeadLetterJobs jobs;
    private final ResendService resends;

    @Inject
    public GrpcDeadLetterService(
            DeadLetterBrowser deadLetters,
            DeadLetterPager pages,
            RedriveService orders,
            DeadLetterJobs jobs,
            ResendService resends) {
        this.deadLetters = deadLetters;
        this.pages = pages;
        this.orders = orders;
        this.jobs = jobs;
        this.resends = resends;
    }

    @Override
    public void summary(SummaryRequest request, StreamObserver<SummaryResponse> observer) {
        Unary.answer(observer, DeadLetterMessages.summary(deadLetters.snapshot(request.getRefresh())));
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> observer) {
        int size = request.getPageSize() == 0 ? DeadLetterPager.DEFAULT_SIZE : request.getPageSize();
        Optional<String> page = Optional.of(request.getPageToken()).filter(token -> !token.isEmpty());
        Unary.answer(
                observer,
                DeadLetterMessages.page(pages.page(
                        DeadLetterQuery.of(DeadLetterMessages.selection(request.getSelection())),
                        size,
                        page,
                        request.getRefresh(),
                        Optional.empty())));
    }

    @Override
    public void show(ShowRequest request, StreamObserver<ShowResponse> observer) {
        DeadLetter deadLetter = deadLetters
                .find(request.getId())
                .orElseThrow(() -> notFound("no such dead letter was seen; it may be gone, or held by somebody else"));
        Unary.answer(observer, DeadLetterMessages.deadLetter(deadLetter));
    }

    @Override
    public void redrive(RedriveRequest request, StreamObserver<RedriveResponse> observer) {
        // As over HTTP: selecting every dead letter has to be explicit.
        if (!request.hasSelection()) {
            throw new IllegalArgumentException("selection: has to be given; {} means every dead letter");
        }
        DeadLetterFilter selection = DeadLetterMessages.selection(request.getSelection());
        RedriveResponse.Builder answer = RedriveResponse.newBuilder();
        if (request.getDryRun()) {
            answer.setDryRun(DeadLetterMessages.dryRun(orders.dryRun(selection)));
        } else {
            int rate = request.getRatePerSecond() == 0 ? JobRequest.DEFAULT_RATE : request.getRatePerSecond();
            Operator operator = AuthenticationInterceptor.operator();
            answer.setJob(DeadLetterMessages.job(orders.redrive(
                    JobRequest.redrive(selection, rate, operator), request.getDryRunToken(), request.getConfirm())));
        }
        Unary.answer(observer, answer.build());
    }

    @Override
    public void discard(DiscardRequest request, StreamObserver<Job> observer) {
        Unary.answer(observer, DeadLetterMessages.job(discard(request, AuthenticationInterceptor.operator())));
    }

    private JobStatus discard(DiscardRequest request, Operator operator) {
        if (!request.hasSelection()) {
            return orders.discard(Set.copyOf(request.getIdsList()), request.getConfirm(), operator);
        }
        if (request.getIdsCount() > 0) {
            throw new IllegalArgumentException("ids: not beside a selection, which may have ids itself");
        }
        DeadLetterFilter selection = DeadLetterMessages.selection(request.getSelection());
        return orders.discard(selection, request.getDryRunToken(), request.getConfirm(), operator);
    }

    @Override
    public void dryRunDiscard(DryRunDiscardRequest request, StreamObserver<DryRun> observer) {
        DeadLetterFilter selection = DeadLetterMessages.selection(request.getSelection());
        Unary.answer(observer, DeadLetterMessages.dryRun(orders.dryRun(JobRequest.Action.DISCARD, selection)));
    }

    @Override
    public void resend(ResendRequest request, StreamObserver<ResendResponse> observer) {
        DeadLetterFilter.checkId(request.getId());
        MessageBody body = new MessageBody(request.getBody());
        Unary.answer(
                observer,
                DeadLetterMessages.resend(
                        request.getDryRun()
                                ? resends.check(request.getId(), body)
                                : resends.resend(
                                        request.getId(),
                                        body,
                                        request.getConfirm(),
                                        AuthenticationInterceptor.operator())));
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<Job> observer) {
        Unary.answer(observer, DeadLetterMessages.job(jobs.find(request.getId()).orElseThrow(() -> noSuchJob())));
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        ListJobsResponse.Builder answer = ListJobsResponse.newBuilder();
        jobs.all().stream().map(DeadLetterMessages::job).forEach(answer::addJobs);
        Unary.answer(observer, answer.build());
    }

    @Override
    public void cancelJob(CancelJobRequest request, StreamObserver<Job> observer) {
        JobStatus job = jobs.cancel(request.getId(), AuthenticationInterceptor.operator())
                .orElseThrow(() -> noSuchJob());
        Unary.answer(observer, DeadLetterMessages.job(job));
    }

    private static StatusRuntimeException noSuchJob() {
        return notFound("this worker knows of no such job");
    }

    private static StatusRuntimeException notFound(String what) {
        return Status.NOT_FOUND.withDescription(what).asRuntimeException();
    }
}
