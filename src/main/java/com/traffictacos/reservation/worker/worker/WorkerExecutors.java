package com.traffictacos.reservation.worker.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The container's executors, as {@code server.xml} tunes them.
 *
 * @param events runs deliveries, as many side by side as there are permits
 * @param polling runs receive lanes and timers
 * @param settling runs requests that settle deliveries
 */
public record WorkerExecutors(ExecutorService events, ScheduledExecutorService polling, ExecutorService settling) {}
