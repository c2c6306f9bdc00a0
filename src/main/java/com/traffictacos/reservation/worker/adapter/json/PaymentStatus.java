package com.traffictacos.reservation.worker.adapter.json;

import java.util.Map;

/** Maps the payment service's names of payment statuses (contract section 1c). */
public enum PaymentStatus {
    APPROVED,
    FAILED,
    /** A payment in progress, or a status that is newer than this worker: nothing to do. */
    OTHER;

    private static final Map<String, PaymentStatus> BY_WORD = Map.of(
            "PAYMENT_STATUS_APPROVED", APPROVED,
            "APPROVED", APPROVED,
            "PAYMENT_STATUS_COMPLETED", APPROVED,
            "COMPLETED", APPROVED,
            "PAYMENT_STATUS_FAILED", FAILED,
            "FAILED", FAILED,
            "PAYMENT_STATUS_CANCELLED", FAILED,
            "CANCELLED", FAILED);

    public static PaymentStatus of(String word) {
        return BY_WORD.getOrDefault(word, OTHER);
    }
}
