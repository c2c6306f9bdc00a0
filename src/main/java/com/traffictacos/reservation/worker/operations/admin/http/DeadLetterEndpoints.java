package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Optional;

/** Lists and shows dead letters. Read-only, except that receives raise their receive counts. */
@SingletonBean
public final class DeadLetterEndpoints {

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
            return Optional.of(
                    AdminReply.ok(DeadLetterListView.Summary.of(deadLetters.snapshot(call.flag("refresh")))));
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
        return AdminReply.ok(DeadLetterListView.of(pages.page(
                FilterJson.ofQuery(call.query()), size, call.parameter("page_token"), call.flag("refresh"))));
    }
}
