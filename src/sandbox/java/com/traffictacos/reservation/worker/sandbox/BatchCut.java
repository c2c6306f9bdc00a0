package com.traffictacos.reservation.worker.sandbox;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes entries out of an SQS batch request, and puts them into its answer as failed.
 *
 * @param remainder the request without the entries; without any entry at all it must not be sent
 * @param refusedIds the {@code Id} of each entry that was taken out
 */
record BatchCut(JsonObject remainder, List<String> refusedIds) {

    BatchCut {
        refusedIds = List.copyOf(refusedIds);
    }

    static BatchCut of(byte[] request, Predicate<JsonObject> refused) {
        JsonObject batch = read(request);
        List<String> refusedIds = new ArrayList<>();
        JsonArrayBuilder kept = JsonText.BUILD.createArrayBuilder();
        for (JsonValue value : batch.getJsonArray("Entries")) {
            JsonObject entry = value.asJsonObject();
            if (refused.test(entry)) {
                refusedIds.add(entry.getString("Id"));
            } else {
                kept.add(entry);
            }
        }
        return new BatchCut(
                JsonText.BUILD.createObjectBuilder(batch).add("Entries", kept).build(), refusedIds);
    }

    boolean isAnythingLeft() {
        return !remainder.getJsonArray("Entries").isEmpty();
    }

    byte[] request() {
        return bytes(remainder);
    }

    /** The queue's answer to the remainder, with the refused entries added to it. */
    byte[] answer(byte[] answerToRemainder, SqsFault.EntryFailures fault) {
        JsonObject answer = read(answerToRemainder);
        JsonArray failed = answer.containsKey("Failed") ? answer.getJsonArray("Failed") : JsonValue.EMPTY_JSON_ARRAY;
        JsonArrayBuilder allFailed = JsonText.BUILD.createArrayBuilder(failed);
        for (String id : refusedIds) {
            allFailed.add(JsonText.BUILD
                    .createObjectBuilder()
                    .add("Id", id)
                    .add("SenderFault", fault.isSendersFault())
                    .add("Code", fault.code())
                    .add("Message", "refused by an injected fault"));
        }
        JsonObjectBuilder merged = JsonText.BUILD.createObjectBuilder(answer);
        if (!answer.containsKey("Successful")) {
            merged.add("Successful", JsonValue.EMPTY_JSON_ARRAY);
        }
        return bytes(merged.add("Failed", allFailed).build());
    }

    private static JsonObject read(byte[] json) {
        return JsonText.object(new String(json, StandardCharsets.UTF_8));
    }

    private static byte[] bytes(JsonObject json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
