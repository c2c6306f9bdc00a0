/**
 * Settings from AWS Secrets Manager (contract section 5), as a MicroProfile ConfigSource above the environment.
 *
 * <p>Any thread that reads the configuration may be the one that reads the secret; the others wait for it.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.secretsmanager;

import org.jspecify.annotations.NullMarked;
