package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/** Translates the SDK's errors into those of the queue port. Stateless. */
final class SqsErrors {

    private static final int LONGEST_DESCRIPTION = 300;
    private static final int SERVER_ERRORS = 500;

    // Errors that are transient although SQS reports them as the sender's fault.
    private static final Set<String> PASSING_CODES = Set.of(
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "SlowDown",
            "OverLimit",
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired");

    private SqsErrors() {}

    /** The AWS error code, or the kind of failure if AWS was not reached. */
    static String code(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                    ? "HTTP" + answer.statusCode()
                    : answer.awsErrorDetails().errorCode();
        }
        return e.getClass().getSimpleName();
    }

    /** Code and message on one line, for operators. */
    static String describe(SdkException e) {
        return code(e) + ": " + message(e);
    }

    /** Whether the same call may succeed later without a change to a permission or a setting. */
    static boolean isRetryable(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answer.statusCode() >= SERVER_ERRORS
                    || answer.isThrottlingException()
                    || answer.isClockSkewException()
                    || isPassing(code(e));
        }
        // No answer: a failed connection, a timeout, or credentials that could not be fetched.
        return true;
    }

    /**
     * Makes a request to the queue.
     *
     * @throws QueueUnavailableException if the request was refused or could not be sent
     */
    static <T> T asked(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw new QueueUnavailableException(describe(e), e);
        }
    }

    /** Refuses each entry of a call that failed as a whole. */
    static <T> BatchResult<T> refuseAll(List<T> entries, SdkException e) {
        return refuseAll(entries, code(e), message(e), isRetryable(e));
    }

    static <T> BatchResult<T> refuseAll(List<T> entries, String code, String detail, boolean retryable) {
        return new BatchResult<>(
                List.of(),
                entries.stream()
                        .map(entry -> new Refusal<>(entry, code, detail, retryable))
                        .toList());
    }

    /**
     * Sorts the entries of a call by their results.
     *
     * @param entries in the order of their ids, which are their positions
     * @param done the ids of the entries that succeeded
     */
    static <T> BatchResult<T> sort(List<T> entries, Stream<String> done, List<BatchResultErrorEntry> failed) {
        Map<String, BatchResultErrorEntry> failures = new HashMap<>();
        failed.forEach(failure -> failures.put(failure.id(), failure));
        Set<String> doneIds = Set.copyOf(done.toList());
        List<T> succeeded = new ArrayList<>();
        List<Refusal<T>> refused = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String id = Integer.toString(i);
            BatchResultErrorEntry failure = failures.get(id);
            if (failure != null) {
                refused.add(refusal(entries.get(i), failure));
            } else if (doneIds.contains(id)) {
                succeeded.add(entries.get(i));
            } else {
                refused.add(new Refusal<>(entries.get(i), "NoResult", "the answer does not name this entry", true));
            }
        }
        return new BatchResult<>(succeeded, refused);
    }

    private static <T> Refusal<T> refusal(T entry, BatchResultErrorEntry failure) {
        String code = Objects.requireNonNullElse(failure.code(), "Unknown");
        boolean sendersFault = Boolean.TRUE.equals(failure.senderFault());
        return new Refusal<>(entry, code, line(failure.message()), !sendersFault || isPassing(code));
    }

    private static boolean isPassing(String code) {
        return code.contains("Throttl") || PASSING_CODES.contains(code);
    }

    private static String message(SdkException e) {
        if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return line(answer.awsErrorDetails().errorMessage()) + " (HTTP " + answer.statusCode() + ")";
        }
        return line(e.getMessage());
    }

    /** The first line, shortened: some AWS messages continue with the request that they refuse. */
    private static String line(@Nullable String text) {
        String line = text == null ? "" : text.lines().findFirst().orElse("");
        return line.length() > LONGEST_DESCRIPTION ? line.substring(0, LONGEST_DESCRIPTION) : line;
    }
}
