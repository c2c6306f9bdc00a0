package com.traffictacos.reservation.worker.platform.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Settings in memory. {@link #valid()} contains the only required setting. */
record FakeSource(Map<String, String> texts) implements SettingsSource {

    static final String QUEUE_URL = "https://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events";

    FakeSource {
        texts = Map.copyOf(texts);
    }

    static FakeSource empty() {
        return new FakeSource(Map.of());
    }

    static FakeSource valid() {
        return empty().with("SQS_QUEUE_URL", QUEUE_URL);
    }

    FakeSource with(String name, String text) {
        Map<String, String> more = new HashMap<>(texts);
        more.put(name, text);
        return new FakeSource(more);
    }

    FakeSource with(Map<String, String> further) {
        Map<String, String> more = new HashMap<>(texts);
        more.putAll(further);
        return new FakeSource(more);
    }

    @Override
    public Optional<String> value(String name) {
        return Optional.ofNullable(texts.get(name));
    }
}
