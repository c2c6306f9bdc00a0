package com.traffictacos.reservation.worker.adapter.json;

import java.util.List;

/** The value of a field as it stands in the body, not yet held against any rule. */
sealed interface RawValue {

    record Text(String value) implements RawValue {}

    /** @param literal the number as it is written, since its type depends on the field */
    record Numeral(String literal) implements RawValue {}

    /** An array of nothing but strings; of a long one, the first {@value JsonCursor#MAX_ITEMS}. */
    record Texts(List<String> values) implements RawValue {}

    /** A value that no field of the contract takes: true, false, an object, any other array. */
    record Unfit() implements RawValue {}
}
