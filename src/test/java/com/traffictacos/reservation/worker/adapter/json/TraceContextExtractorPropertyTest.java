package com.traffictacos.reservation.worker.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TraceContextExtractorPropertyTest {

    @Property
    void passesOverWhateverIsNoTrace(@ForAll String attribute, @ForAll String envelope, @ForAll String header) {
        ReceivedMessage message = EventMessages.withBody("{}");
        message = EventMessages.withAttribute(message, "traceparent", attribute);
        message = EventMessages.withAttribute(message, "TraceId", attribute);
        message = EventMessages.withAwsTraceHeader(message, header);

        assertThat(TraceContextExtractor.of(message, Optional.of(envelope))).isEmpty();
    }
}
