package com.traffictacos.reservation.worker.platform.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatestEntriesTest {

    @Test
    void removesTheEntryThatWasAddedFirst() {
        Map<Integer, Integer> entries = LatestEntries.byInsertion(3);
        fill(entries);
        assertThat(entries.get(1)).isEqualTo(1);
        entries.put(4, 4);

        assertThat(entries).containsOnlyKeys(2, 3, 4);
    }

    @Test
    void removesTheEntryThatWasUsedTheLongestAgo() {
        Map<Integer, Integer> entries = LatestEntries.byUse(3);
        fill(entries);
        assertThat(entries.get(1)).isEqualTo(1);
        entries.put(4, 4);

        assertThat(entries).containsOnlyKeys(1, 3, 4);
    }

    private static void fill(Map<Integer, Integer> entries) {
        IntStream.rangeClosed(1, 3).forEach(i -> entries.put(i, i));
    }
}
