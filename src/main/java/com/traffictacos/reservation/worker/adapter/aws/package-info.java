/** The HTTP client that all clients of the AWS SDK share. */
@NullMarked
package com.traffictacos.reservation.worker.adapter.aws;

import org.jspecify.annotations.NullMarked;
