package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.adapter.json.RawValue.Numeral;
import com.traffictacos.reservation.worker.adapter.json.RawValue.Text;
import com.traffictacos.reservation.worker.adapter.json.RawValue.Texts;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Returns fields by their JSON type. A field of another type is an {@link InvalidEvent} with reason
 * {@code INVALID_FIELD} that names the field and the rule and does not contain the value. Used by one thread.
 */
final class CheckedFields {

    private final JsonFields fields;

    CheckedFields(JsonFields fields) {
        this.fields = fields;
    }

    Optional<String> text(String field) {
        return fields.value(field).map(value -> {
            if (value instanceof Text text && Unicode.isWellFormed(text.value())) {
                return text.value();
            }
            throw invalid(field, "must be a string of whole characters");
        });
    }

    /** The items of an array of strings, none of them blank. Empty if the field is absent. */
    List<String> texts(String field) {
        List<String> items = fields.value(field)
                .map(value -> {
                    if (value instanceof Texts texts) {
                        return texts.values();
                    }
                    throw invalid(field, "must be an array of strings");
                })
                .orElse(List.of());
        for (String item : items) {
            if (item.isBlank() || !Unicode.isWellFormed(item)) {
                throw invalid(field, "no item may be blank or hold half a character");
            }
        }
        return items;
    }

    OptionalLong wholeNumber(String field) {
        Optional<RawValue> value = fields.value(field);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number =
                value.get() instanceof Numeral numeral ? WholeNumber.parse(numeral.literal()) : OptionalLong.empty();
        if (number.isEmpty()) {
            throw invalid(field, "must be a whole number of at most 64 bits");
        }
        return number;
    }

    /** A text that is optional for processing. A wrong value is never an error. */
    Optional<String> lenientText(String field) {
        return fields.lenientText(field);
    }

    static <T> T required(String field, Optional<T> value) {
        return value.orElseThrow(() -> new InvalidEvent(FailureReason.MISSING_FIELD, field + ": missing"));
    }

    static InvalidEvent invalid(String field, String rule) {
        return new InvalidEvent(FailureReason.INVALID_FIELD, field + ": " + rule);
    }
}
