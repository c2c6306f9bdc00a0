package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "AccessDenied, 403, false",
        "AWS.SimpleQueueService.NonExistentQueue, 400, false",
        "InvalidParameterValue, 400, false",
        "InternalError, 500, true",
        "ServiceUnavailable, 503, true",
        "RequestThrottled, 403, true",
        "ThrottlingException, 400, true",
        "KMS.ThrottlingException, 400, true",
        "OverLimit, 403, true",
        "ExpiredToken, 403, true",
        "RequestTimeTooSkewed, 403, true",
    })
    void tellsWhatPassesFromWhatStays(String code, int status, boolean retryable) {
        AwsServiceException e = answer(code, "why", status);

        assertThat(SqsErrors.code(e)).isEqualTo(code);
        assertThat(SqsErrors.isRetryable(e)).isEqualTo(retryable);
    }

    @Test
    void namesTheKindOfFailureWhereAwsWasNotReached() {
        assertThat(SqsErrors.describe(SdkClientException.create("no route"))).isEqualTo("SdkClientException: no route");
        assertThat(SqsErrors.code(ApiCallTimeoutException.create(10_000))).isEqualTo("ApiCallTimeoutException");
        assertThat(SqsErrors.isRetryable(SdkClientException.create("no route"))).isTrue();
    }

    @Test
    void namesTheStatusWhereThereIsNoCode() {
        AwsServiceException bare =
                SqsException.builder().statusCode(502).message("bad gateway").build();

        assertThat(SqsErrors.code(bare)).isEqualTo("HTTP502");
        assertThat(SqsErrors.describe(bare)).contains("bad gateway");
    }

    @Test
    void keepsToTheFirstLineSinceTheRestMayQuoteTheRequest() {
        AwsServiceException e =
                answer("SignatureDoesNotMatch", "The signature does not match.\nx-amz-security-token:abc", 403);

        assertThat(SqsErrors.describe(e)).contains("signature does not match").doesNotContain("token");
        assertThat(SqsErrors.describe(answer("Long", "x".repeat(5_000), 400))).hasSizeLessThan(400);
    }

    private static AwsServiceException answer(String code, String message, int status) {
        return SqsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
