/**
 * Settings from AWS Secrets Manager (contract section 5), as a MicroProfile ConfigSource above the environment.
 *
 * <p>The first thread that looks up a value reads the secret. The other threads wait for it.
 */
@NullMarked
package com.traffictacos.reservation.worker.adapter.secretsmanager;

import org.jspecify.annotations.NullMarked;
