package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.platform.settings.SecretSettings;
import com.traffictacos.reservation.worker.platform.settings.SettingProblem;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Translates exceptions of the AWS SDK into problems with a remedy. */
final class SecretsManagerProblems {

    private static final int MAX_DETAIL = 300;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private SecretsManagerProblems() {}

    static SettingProblem of(SdkException failure, SecretSettings settings) {
        if (failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
            return refused(refusal.awsErrorDetails(), refusal.statusCode(), settings);
        }
        return unreachable(cut(String.valueOf(failure.getMessage())), settings);
    }

    /** @param failure thrown while the client was built, before any request */
    static SettingProblem ofBuilder(RuntimeException failure, SecretSettings settings) {
        return unreachable("the AWS SDK does not take its own variables: " + cut(failure.toString()), settings);
    }

    private static SettingProblem refused(AwsErrorDetails details, int status, SecretSettings settings) {
        String code = String.valueOf(details.errorCode());
        return switch (code) {
            case "ResourceNotFoundException" ->
                secret(
                        code,
                        settings,
                        "a secret that exists in " + settings.region() + ": create it, or correct"
                                + " SECRET_NAME or AWS_REGION");
            case "AccessDeniedException" ->
                secret(
                        code,
                        settings,
                        "a secret that the worker may read: allow its role secretsmanager:GetSecretValue" + " on it");
            case "DecryptionFailure" ->
                secret(code, settings, "a secret that the worker may decrypt: allow its role kms:Decrypt on its key");
            case "InvalidRequestException" ->
                secret(code, settings, "a secret that can be read: it may be marked for deletion, restore it");
            default ->
                unreachable(code + ", HTTP " + status + ": " + cut(String.valueOf(details.errorMessage())), settings);
        };
    }

    private static SettingProblem secret(String code, SecretSettings settings, String accepts) {
        return new SettingProblem("SECRET_NAME", '"' + settings.name() + "\" (" + code + ")", accepts);
    }

    private static SettingProblem unreachable(String detail, SecretSettings settings) {
        String credentials = settings.profile()
                .map(profile -> "credentials of the profile \"" + profile + '"')
                .orElse("credentials from the default chain");
        return new SettingProblem(
                "USE_SECRET_MANAGER",
                "\"true\" (" + detail + ")",
                "true where Secrets Manager in " + settings.region() + " can be asked with " + credentials
                        + "; otherwise false");
    }

    /** Messages of the SDK contain hosts, roles and providers, never the secret. Some are very long. */
    private static String cut(String message) {
        String line = CONTROL.matcher(message).replaceAll(" ");
        return line.length() <= MAX_DETAIL ? line : line.substring(0, MAX_DETAIL) + "...";
    }
}
