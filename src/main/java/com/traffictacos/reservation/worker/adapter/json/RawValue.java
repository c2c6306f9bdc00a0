package com.traffictacos.reservation.worker.adapter.json;

import java.util.List;

/** The value of a field as it is in the body, not yet validated. */
sealed interface RawValue {

    record Text(String value) implements RawValue {}

    /** @param literal the number as it is written, because its type depends on the field */
    record Numeral(String literal) implements RawValue {}

    /** An array that contains only strings. Of a long array, the first {@value JsonCursor#MAX_ITEMS}. */
    record Texts(List<String> values) implements RawValue {}

    /** A value that no field of the contract accepts: true, false, an object, any other array. */
    record Unfit() implements RawValue {}
}
