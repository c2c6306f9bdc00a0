/**
 * Settings that come from AWS Secrets Manager (contract section 5), as a MicroProfile ConfigSource above the environment.
 *
 * <p>Imports {@code config} and {@code log}; holds the AWS SDK's {@code secretsmanager} types. Any thread that reads the
 * configuration may be the one that reads the secret; the others wait for it.
 */
@NullMarked
package com.traffictacos.reservation.worker.secret;

import org.jspecify.annotations.NullMarked;
