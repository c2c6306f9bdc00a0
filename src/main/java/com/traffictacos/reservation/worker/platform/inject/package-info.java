/**
 * The annotation by which CDI finds the application's beans.
 *
 * <p>Uses CDI. No threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.inject;

import org.jspecify.annotations.NullMarked;
