package com.traffictacos.reservation.worker.incontainer;

import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.StringReader;

/** Reads JSON for comparison, since the order of fields means nothing. */
final class Json {

    private Json() {}

    static JsonStructure parse(String text) {
        try (JsonReader reader = jakarta.json.Json.createReader(new StringReader(text))) {
            return reader.read();
        }
    }
}
