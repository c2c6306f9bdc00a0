package com.traffictacos.reservation.worker.event;

/**
 * Identifies the payment at the payment service.
 *
 * @param value not blank
 */
public record PaymentIntentId(String value) {

    /** @throws IllegalArgumentException if the value is blank */
    public PaymentIntentId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
