/**
 * Checks what {@code deploy/} and {@code .github/} hold, without a cluster and without an account: manifests are rendered
 * and held against schemas, the CloudFormation template is read and followed, and both are compared with the worker.
 *
 * <p>Imports {@code config}. Confined to the tests' threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.deploy;

import org.jspecify.annotations.NullMarked;
