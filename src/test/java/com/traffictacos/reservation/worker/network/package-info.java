@NullMarked
package com.traffictacos.reservation.worker.network;

import org.jspecify.annotations.NullMarked;
