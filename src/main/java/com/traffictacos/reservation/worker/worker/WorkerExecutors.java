package com.traffictacos.reservation.worker.worker;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * The container's executors, as {@code server.xml} tunes them.
 *
 * @param events runs deliveries, as many side by side as there are permits
 * @param polling runs receive lanes and timers
 * @param settling runs requests that settle deliveries
 * @param threads makes the one thread that the JVM itself asks for, its shutdown hook
 */
public record WorkerExecutors(
        ExecutorService events, ScheduledExecutorService polling, ExecutorService settling, ThreadFactory threads) {}
