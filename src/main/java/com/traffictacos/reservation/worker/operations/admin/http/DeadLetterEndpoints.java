package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.http.view.DeadLetterListView;
import com.traffictacos.reservation.worker.operations.admin.http.view.DeadLetterView;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQuery;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Lists and shows dead letters. Read-only, except that receives raise their receive counts. */
@SingletonBean
public final class DeadLetterEndpoints {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final DeadLetterBrowser deadLetters;
    private final DeadLetterPager pages;

    @Inject
    public DeadLetterEndpoints(DeadLetterBrowser deadLetters, DeadLetterPager pages) {
        this.deadLetters = deadLetters;
        this.pages = pages;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("GET /dead-letters")) {
            return Optional.of(list(call));
        }
        if (call.is("GET /dead-letters/summary")) {
            return Optional.of(AdminReply.ok(
                    DeadLetterListView.Summary.of(deadLetters.listing(call.flag("refresh"), wait(call)))));
        }
        if (call.is("GET /dead-letters/letters/{}")) {
            return Optional.of(deadLetters
                    .find(call.path().get(2))
                    .map(deadLetter -> AdminReply.ok(DeadLetterView.of(deadLetter)))
                    .orElseGet(() -> AdminReply.error(
                            404,
                            "not_found",
                            "no such dead letter was seen; it may be gone, or held by somebody else")));
        }
        return Optional.empty();
    }

    private AdminReply list(AdminCall call) {
        int size = call.parameter("page_size")
                .map(text -> FilterJson.number("page_size", text))
                .map(Math::toIntExact)
                .orElse(DeadLetterPager.DEFAULT_SIZE);
        DeadLetterQuery query = new DeadLetterQuery(
                FilterJson.ofQuery(call.query()),
                call.parameter("search"),
                call.parameter("sort").map(DeadLetterQuery.Order::of).orElse(DeadLetterQuery.Order.NEWEST));
        return AdminReply.ok(DeadLetterListView.of(
                pages.page(query, size, call.parameter("page_token"), call.flag("refresh"), wait(call))));
    }

    /** How long a call waits for the end of a scan, if it does not want to wait for it however long it takes. */
    static Optional<Duration> wait(AdminCall call) {
        Optional<Duration> wait =
                call.parameter("wait_seconds").map(text -> Duration.ofSeconds(FilterJson.number("wait_seconds", text)));
        if (wait.filter(seconds -> seconds.compareTo(LONGEST_WAIT) > 0).isPresent()) {
            throw new IllegalArgumentException("wait_seconds: 0 to " + LONGEST_WAIT.toSeconds());
        }
        return wait;
    }
}
