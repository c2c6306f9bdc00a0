package com.traffictacos.reservation.worker.admin;

import com.traffictacos.reservation.worker.deadletter.DeadLetters;
import com.traffictacos.reservation.worker.deadletter.LetterPages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What lies in the dead-letter queue. Reads, and changes nothing but receive counts. */
@Singleton
public final class LetterEndpoints {

    private final DeadLetters letters;
    private final LetterPages pages;

    @Inject
    public LetterEndpoints(DeadLetters letters, LetterPages pages) {
        this.letters = letters;
        this.pages = pages;
    }

    /** Empty if the call is for somebody else. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("GET /dead-letters")) {
            return Optional.of(list(call));
        }
        if (call.is("GET /dead-letters/summary")) {
            return Optional.of(AdminReply.ok(LetterJson.summary(letters.snapshot(call.flag("refresh")))));
        }
        if (call.is("GET /dead-letters/letters/{}")) {
            return Optional.of(letters.find(call.path().get(2))
                    .map(letter -> AdminReply.ok(LetterJson.letter(letter)))
                    .orElseGet(() -> AdminReply.error(
                            404, "not_found", "no such letter was seen; it may be gone, or held by somebody else")));
        }
        return Optional.empty();
    }

    private AdminReply list(AdminCall call) {
        int size = call.parameter("page_size")
                .map(text -> SelectionJson.number("page_size", text))
                .map(Math::toIntExact)
                .orElse(LetterPages.DEFAULT_SIZE);
        return AdminReply.ok(LetterJson.page(pages.page(
                SelectionJson.ofQuery(call.query()), size, call.parameter("page_token"), call.flag("refresh"))));
    }
}
