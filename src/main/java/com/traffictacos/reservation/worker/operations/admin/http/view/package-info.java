/**
 * The JSON bodies of {@code /admin}, as records that JSON-B writes. docs/admin-api.md names their members.
 *
 * <p>All records are immutable.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin.http.view;

import org.jspecify.annotations.NullMarked;
