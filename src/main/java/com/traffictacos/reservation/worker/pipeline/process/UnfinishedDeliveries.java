package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers, across restarts of the process, which messages were being processed when the process died. A message that
 * was processed at {@link #MAX_DEATHS} deaths is not processed again: it is dead-lettered, because it most likely ends
 * the process. The queue cannot tell this, since it counts the receives of an outage in the same way.
 *
 * <p>A message that was processed at a death is processed while no other such message is. So the next death adds to the
 * count of the message that causes it, and not to the counts of those that were processed beside it.
 *
 * <p>The memory is a file in the server's output directory. It survives a restart of the container in its pod, which is
 * what follows a death, and not the pod. Without a directory that can be written, nothing is remembered. Safe for use
 * by any number of threads.
 */
@SingletonBean
public final class UnfinishedDeliveries {

    /** The number of deaths after which a message is not processed again. */
    public static final int MAX_DEATHS = 3;

    private static final JsonLog LOG = JsonLog.of(UnfinishedDeliveries.class);

    private final ConcurrentMap<String, Integer> deaths = new ConcurrentHashMap<>();
    private final ReentrantLock alone = new ReentrantLock();
    private final Optional<DeliveryFile> file;

    @Inject
    public UnfinishedDeliveries(Settings.Worker settings) {
        this(
                settings.concurrency(),
                Optional.ofNullable(System.getProperty("server.output.dir")).map(Path::of));
    }

    /**
     * @param workers the number of messages that are processed at the same time
     * @param directory for the file; empty to remember nothing
     */
    public UnfinishedDeliveries(int workers, Optional<Path> directory) {
        this.file = directory.flatMap(existing -> open(workers, existing));
    }

    private Optional<DeliveryFile> open(int workers, Path directory) {
        try {
            DeliveryFile opened = DeliveryFile.open(directory.resolve("in-flight"), workers);
            deaths.putAll(opened.deaths());
            if (!deaths.isEmpty()) {
                LOG.warn(
                        "the process ended while it processed messages",
                        fields -> fields.with("messages", deaths.toString()));
            }
            return Optional.of(opened);
        } catch (IOException | RuntimeException unwritable) {
            LOG.warn("messages that end the process will not be recognised", fields -> fields.error(unwritable));
            return Optional.empty();
        }
    }

    /** How often the process has died while it processed the message. */
    public int deaths(String messageId) {
        return deaths.getOrDefault(messageId, 0);
    }

    /** The processing of a message begins. Waits for its turn if the process has died while it processed the message. */
    public Entry begin(String messageId) {
        boolean suspected = deaths(messageId) > 0;
        if (suspected) {
            alone.lock();
        }
        return new Entry(messageId, suspected, file.map(known -> known.add(messageId)));
    }

    /** The worker has stopped as intended: what is still being processed does not count as a death. */
    public void close() {
        file.ifPresent(DeliveryFile::close);
    }

    private void forget(String messageId) {
        if (deaths.remove(messageId) != null) {
            Map<String, Integer> left = Map.copyOf(deaths);
            file.ifPresent(known -> known.saveDeaths(left));
        }
    }

    /** A message that is being processed. Closed by the thread that began it. */
    public final class Entry implements AutoCloseable {

        private final String messageId;
        private final boolean suspected;
        private final Optional<Integer> slot;

        private Entry(String messageId, boolean suspected, Optional<Integer> slot) {
            this.messageId = messageId;
            this.suspected = suspected;
            this.slot = slot;
        }

        /** The processing has ended, and the process is alive. */
        @Override
        public void close() {
            try {
                slot.ifPresent(taken -> file.ifPresent(known -> known.remove(taken)));
                if (suspected) {
                    forget(messageId);
                }
            } finally {
                if (suspected) {
                    alone.unlock();
                }
            }
        }
    }
}
