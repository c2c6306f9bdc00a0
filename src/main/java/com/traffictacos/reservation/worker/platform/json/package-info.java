/**
 * Reads JSON from outside within bounds of depth and length. The only package that parses untrusted JSON with JSON-P.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.json;

import org.jspecify.annotations.NullMarked;
