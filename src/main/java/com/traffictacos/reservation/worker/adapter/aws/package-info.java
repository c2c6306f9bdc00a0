/**
 * The HTTP client that all clients of the AWS SDK share.
 *
 * <p>Uses {@code platform}. Thread-safe.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.aws;

import org.jspecify.annotations.NullMarked;
