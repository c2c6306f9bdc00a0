package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The file of {@link UnfinishedDeliveries}: one slot for each message that is being processed, and the number of deaths
 * of each message. The slots are mapped memory: writing one costs no system call, and the kernel keeps it when the
 * process dies. Safe for use by any number of threads.
 */
final class DeliveryFile {

    private static final JsonLog LOG = JsonLog.of(DeliveryFile.class);

    /** One byte of length and the id, which SQS gives 36 characters and allows 100. */
    private static final int SLOT = 128;

    private static final int REMEMBERED = 1_000;

    private final Path deathsFile;
    private final Map<String, Integer> deaths;
    private final MappedByteBuffer slots;
    private final ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private DeliveryFile(Path deathsFile, Map<String, Integer> deaths, MappedByteBuffer slots) {
        this.deathsFile = deathsFile;
        this.deaths = deaths;
        this.slots = slots;
        for (int slot = 0; slot < slots.capacity() / SLOT; slot++) {
            free.add(slot);
        }
    }

    /** Opens the file and counts a death for each message that it holds. */
    static DeliveryFile open(Path directory, int messages) throws IOException {
        Files.createDirectories(directory);
        Path slotsFile = directory.resolve("messages");
        Path deathsFile = directory.resolve("deaths");
        Map<String, Integer> deaths = new LinkedHashMap<>(read(deathsFile));
        if (Files.exists(slotsFile)) {
            ids(ByteBuffer.wrap(Files.readAllBytes(slotsFile))).forEach(id -> deaths.merge(id, 1, Integer::sum));
        }
        // Saved before the slots are emptied: a death in between counts twice rather than not at all.
        save(deathsFile, deaths);
        try (FileChannel channel = FileChannel.open(
                slotsFile,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return new DeliveryFile(deathsFile, deaths, channel.map(MapMode.READ_WRITE, 0, (long) messages * SLOT));
        }
    }

    Map<String, Integer> deaths() {
        return deaths;
    }

    /** @return the slot that was taken; -1 if there was none */
    int add(String messageId) {
        byte[] id = messageId.getBytes(StandardCharsets.UTF_8);
        Integer slot = closed || id.length >= SLOT ? null : free.poll();
        if (slot == null) {
            return -1;
        }
        slots.put(slot * SLOT + 1, id);
        // The length comes last: a slot that is half written is empty.
        VarHandle.storeStoreFence();
        slots.put(slot * SLOT, (byte) id.length);
        VarHandle.fullFence();
        return slot;
    }

    void remove(int slot) {
        if (slot >= 0) {
            slots.put(slot * SLOT, (byte) 0);
            free.add(slot);
        }
    }

    void saveDeaths(Map<String, Integer> known) {
        try {
            save(deathsFile, known);
        } catch (IOException failed) {
            LOG.warn("the deaths of messages could not be saved", fields -> fields.error(failed));
        }
    }

    void close() {
        closed = true;
        for (int slot = 0; slot < slots.capacity() / SLOT; slot++) {
            slots.put(slot * SLOT, (byte) 0);
        }
    }

    private static List<String> ids(ByteBuffer slots) {
        List<String> ids = new ArrayList<>();
        for (int at = 0; at + SLOT <= slots.capacity(); at += SLOT) {
            int length = slots.get(at);
            if (length > 0) {
                byte[] id = new byte[length];
                slots.get(at + 1, id);
                ids.add(new String(id, StandardCharsets.UTF_8));
            }
        }
        return ids;
    }

    private static Map<String, Integer> read(Path file) throws IOException {
        Map<String, Integer> deaths = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                int blank = line.indexOf(' ');
                // A line that is no line of ours is dropped: the file may have been cut off.
                if (blank > 0 && line.substring(0, blank).matches("\\d{1,6}")) {
                    deaths.put(line.substring(blank + 1), Integer.parseInt(line.substring(0, blank)));
                }
            }
        }
        return deaths;
    }

    /** Keeps the latest. Written beside the file and moved over it, so that a death leaves a whole file. */
    private static synchronized void save(Path file, Map<String, Integer> deaths) throws IOException {
        List<String> lines = deaths.entrySet().stream()
                .skip(Math.max(0, deaths.size() - REMEMBERED))
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .toList();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
