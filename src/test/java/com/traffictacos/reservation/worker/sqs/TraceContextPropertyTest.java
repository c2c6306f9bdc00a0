package com.traffictacos.reservation.worker.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fixture.Messages;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TraceContextPropertyTest {

    @Property
    void passesOverWhateverIsNoTrace(@ForAll String attribute, @ForAll String envelope, @ForAll String header) {
        ReceivedMessage message = Messages.withBody("{}");
        message = Messages.withAttribute(message, "traceparent", attribute);
        message = Messages.withAttribute(message, "TraceId", attribute);
        message = Messages.withAwsTraceHeader(message, header);

        assertThat(TraceContext.of(message, Optional.of(envelope))).isEmpty();
    }
}
