package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/** The body of a PATCH (contract section 3). JSON-B omits null values. Public because JSON-B reads it. */
public record StatusPatch(
        String status,
        @JsonbProperty("payment_intent_id") @Nullable String paymentIntentId,
        @JsonbProperty("cancel_reason") @Nullable String cancelReason,
        @JsonbProperty("error_code") @Nullable String errorCode) {

    static StatusPatch of(StatusChange change) {
        String status = change.target().name();
        return switch (change) {
            case StatusChange.Expire expire -> new StatusPatch(status, null, null, null);
            case StatusChange.Confirm confirm ->
                new StatusPatch(status, confirm.paymentIntentId().value(), null, null);
            case StatusChange.Cancel cancel ->
                new StatusPatch(
                        status, null, cancel.reason(), cancel.errorCode().orElse(null));
        };
    }
}
