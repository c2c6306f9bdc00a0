/** What CDI needs to know about the application's beans. */
@NullMarked
package com.traffictacos.reservation.worker.platform.inject;

import org.jspecify.annotations.NullMarked;
