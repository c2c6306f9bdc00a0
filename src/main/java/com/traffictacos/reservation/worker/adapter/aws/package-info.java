/**
 * What the clients of the AWS SDK share: their HTTP client.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.aws;

import org.jspecify.annotations.NullMarked;
