package com.traffictacos.reservation.worker.debug;

import com.traffic_tacos.worker.v1.CancelJobRequest;
import com.traffic_tacos.worker.v1.DeadLetterServiceGrpc;
import com.traffic_tacos.worker.v1.DiscardRequest;
import com.traffic_tacos.worker.v1.GetJobRequest;
import com.traffic_tacos.worker.v1.Job;
import com.traffic_tacos.worker.v1.ListJobsRequest;
import com.traffic_tacos.worker.v1.ListJobsResponse;
import com.traffic_tacos.worker.v1.ListRequest;
import com.traffic_tacos.worker.v1.ListResponse;
import com.traffic_tacos.worker.v1.RedriveRequest;
import com.traffic_tacos.worker.v1.RedriveResponse;
import com.traffic_tacos.worker.v1.ShowRequest;
import com.traffic_tacos.worker.v1.ShowResponse;
import com.traffic_tacos.worker.v1.SummaryRequest;
import com.traffic_tacos.worker.v1.SummaryResponse;
import com.traffictacos.reservation.worker.deadletter.DeadLetters;
import com.traffictacos.reservation.worker.deadletter.JobOrder;
import com.traffictacos.reservation.worker.deadletter.JobView;
import com.traffictacos.reservation.worker.deadletter.Letter;
import com.traffictacos.reservation.worker.deadletter.LetterJobs;
import com.traffictacos.reservation.worker.deadletter.LetterOrders;
import com.traffictacos.reservation.worker.deadletter.LetterPages;
import com.traffictacos.reservation.worker.deadletter.Selection;
import com.traffictacos.reservation.worker.operator.Operator;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** {@code traffictacos.worker.v1.DeadLetterService}. What goes wrong is thrown; {@link RefusalInterceptor} answers. */
@Singleton
public class GrpcDeadLetterService extends DeadLetterServiceGrpc.DeadLetterServiceImplBase {

    private final DeadLetters letters;
    private final LetterPages pages;
    private final LetterOrders orders;
    private final LetterJobs jobs;

    @Inject
    public GrpcDeadLetterService(DeadLetters letters, LetterPages pages, LetterOrders orders, LetterJobs jobs) {
        this.letters = letters;
        this.pages = pages;
        this.orders = orders;
        this.jobs = jobs;
    }

    @Override
    public void summary(SummaryRequest request, StreamObserver<SummaryResponse> observer) {
        Unary.answer(observer, LetterMessages.summary(letters.snapshot(request.getRefresh())));
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> observer) {
        int size = request.getPageSize() == 0 ? LetterPages.DEFAULT_SIZE : request.getPageSize();
        Optional<String> page = Optional.of(request.getPageToken()).filter(token -> !token.isEmpty());
        Unary.answer(
                observer,
                LetterMessages.page(pages.page(
                        LetterMessages.selection(request.getSelection()), size, page, request.getRefresh())));
    }

    @Override
    public void show(ShowRequest request, StreamObserver<ShowResponse> observer) {
        Letter letter = letters.find(request.getId())
                .orElseThrow(() -> notFound("no such letter was seen; it may be gone, or held by somebody else"));
        Unary.answer(observer, LetterMessages.letter(letter));
    }

    @Override
    public void redrive(RedriveRequest request, StreamObserver<RedriveResponse> observer) {
        // As over HTTP: that every letter is meant has to be said.
        if (!request.hasSelection()) {
            throw new IllegalArgumentException("selection: has to be given; {} means every letter");
        }
        Selection selection = LetterMessages.selection(request.getSelection());
        RedriveResponse.Builder answer = RedriveResponse.newBuilder();
        if (request.getDryRun()) {
            answer.setDryRun(LetterMessages.dryRun(orders.dryRun(selection)));
        } else {
            int rate = request.getRatePerSecond() == 0 ? JobOrder.DEFAULT_RATE : request.getRatePerSecond();
            Operator operator = TokenInterceptor.operator();
            answer.setJob(LetterMessages.job(orders.redrive(
                    JobOrder.redrive(selection, rate, operator), request.getDryRunToken(), request.getConfirm())));
        }
        Unary.answer(observer, answer.build());
    }

    @Override
    public void discard(DiscardRequest request, StreamObserver<Job> observer) {
        JobView job =
                orders.discard(Set.copyOf(request.getIdsList()), request.getConfirm(), TokenInterceptor.operator());
        Unary.answer(observer, LetterMessages.job(job));
    }

    @Override
    public void getJob(GetJobRequest request, StreamObserver<Job> observer) {
        Unary.answer(observer, LetterMessages.job(jobs.find(request.getId()).orElseThrow(() -> noSuchJob())));
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        ListJobsResponse.Builder answer = ListJobsResponse.newBuilder();
        jobs.all().stream().map(LetterMessages::job).forEach(answer::addJobs);
        Unary.answer(observer, answer.build());
    }

    @Override
    public void cancelJob(CancelJobRequest request, StreamObserver<Job> observer) {
        JobView job = jobs.cancel(request.getId(), TokenInterceptor.operator()).orElseThrow(() -> noSuchJob());
        Unary.answer(observer, LetterMessages.job(job));
    }

    private static StatusRuntimeException noSuchJob() {
        return notFound("this worker knows of no such job");
    }

    private static StatusRuntimeException notFound(String what) {
        return Status.NOT_FOUND.withDescription(what).asRuntimeException();
    }
}
