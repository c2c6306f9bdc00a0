package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;

/** A received message with the right to process it. */
public record PermittedMessage(ReceivedMessage message, Permit permit) {}
