package com.traffictacos.reservation.worker.deadletter;

import java.util.Set;

/** The message attributes that the worker adds to what it dead-letters (contract section 6). */
public final class FailureAttributes {

    public static final String REASON = "failure_reason";
    public static final String DETAIL = "failure_detail";
    public static final String FAILED_AT = "failed_at";
    public static final String ATTEMPTS = "attempts";
    public static final String ORIGINAL_MESSAGE_ID = "original_message_id";

    /** All of them. */
    public static final Set<String> NAMES = Set.of(REASON, DETAIL, FAILED_AT, ATTEMPTS, ORIGINAL_MESSAGE_ID);

    private FailureAttributes() {}
}
