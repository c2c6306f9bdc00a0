package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterQueueUrlTest {

    @Test
    void readsTheNameOutOfTheRedrivePolicy() {
        assertThat(DeadLetterQueueUrl.targetName("""
                        {"deadLetterTargetArn":"arn:aws:sqs:ap-northeast-2:123456789012:events-dlq","maxReceiveCount":"5"}""")).contains("events-dlq");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"deadLetterTargetArn\":5}", "{\"deadLetterTargetArn\":\"arn:\"}", "{"})
    void findsNoNameInAPolicyThatIsNone(String policy) {
        assertThat(DeadLetterQueueUrl.targetName(policy)).isEmpty();
    }
}
