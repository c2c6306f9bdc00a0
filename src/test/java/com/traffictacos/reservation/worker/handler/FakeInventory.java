package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.failure.EventFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Gives the configured answers and records the calls. */
public final class FakeInventory implements Inventory {

    private final Deque<EventFailure> failures = new ArrayDeque<>();
    private final List<ReleaseHold> releases = new ArrayList<>();
    private final List<CommitSeats> commits = new ArrayList<>();
    private final List<String> calls;
    private ReleaseEffect effect = ReleaseEffect.FREED;

    /** @param calls receives each call, in the order of calls over all fakes */
    public FakeInventory(List<String> calls) {
        this.calls = calls;
    }

    public void answerReleasesWith(ReleaseEffect effect) {
        this.effect = effect;
    }

    public void failNext(EventFailure failure) {
        failures.add(failure);
    }

    public List<ReleaseHold> releases() {
        return releases;
    }

    public List<CommitSeats> commits() {
        return commits;
    }

    @Override
    public Release release(ReleaseHold request) {
        calls.add("release " + request.reason());
        throwFirst();
        releases.add(request);
        return new Release(effect, request.seats().seatIds());
    }

    @Override
    public Commit commit(CommitSeats request) {
        calls.add("commit");
        throwFirst();
        commits.add(request);
        return new Commit(Optional.empty(), request.seats().seatIds());
    }

    private void throwFirst() {
        EventFailure failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}
