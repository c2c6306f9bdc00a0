package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.adapter.json.Unicode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DeadLetterMessagePropertyTest {

    @Property
    void makesAnyDetailFitForSqs(@ForAll String text) {
        assertThat(DeadLetterMessage.detail(text)).hasSizeBetween(1, 1024);
        assertThat(DeadLetterMessage.detail(text).codePoints()).allMatch(Unicode::isXmlCharacter);
    }
}
