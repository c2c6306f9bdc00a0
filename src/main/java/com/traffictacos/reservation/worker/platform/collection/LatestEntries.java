package com.traffictacos.reservation.worker.platform.collection;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that keeps a limited number of entries: one too many removes the eldest. Not thread-safe.
 *
 * @param <K> a key
 * @param <V> a value
 */
public final class LatestEntries<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int max;

    private LatestEntries(int max, boolean byUse) {
        super(16, 0.75f, byUse);
        this.max = max;
    }

    /** The eldest is the entry that was added first. */
    public static <K, V> LatestEntries<K, V> byInsertion(int max) {
        return new LatestEntries<>(max, false);
    }

    /** The eldest is the entry whose last use, a read or a write, is the longest ago. */
    public static <K, V> LatestEntries<K, V> byUse(int max) {
        return new LatestEntries<>(max, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
