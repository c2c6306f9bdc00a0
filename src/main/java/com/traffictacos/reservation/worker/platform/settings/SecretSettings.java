package com.traffictacos.reservation.worker.platform.settings;

import static com.traffictacos.reservation.worker.platform.settings.SettingCatalog.AWS_ENDPOINT_URL_SECRETS_MANAGER;
import static com.traffictacos.reservation.worker.platform.settings.SettingCatalog.AWS_PROFILE;
import static com.traffictacos.reservation.worker.platform.settings.SettingCatalog.AWS_REGION;
import static com.traffictacos.reservation.worker.platform.settings.SettingCatalog.SECRET_NAME;
import static com.traffictacos.reservation.worker.platform.settings.SettingCatalog.USE_SECRET_MANAGER;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The settings that are needed to read the secret. The secret cannot supply them.
 *
 * @param name the secret's name or ARN
 * @param profile a named profile; absent means the default credential chain
 * @param endpoint of Secrets Manager; absent means that of the region
 */
public record SecretSettings(String name, String region, Optional<String> profile, Optional<URI> endpoint) {

    private static final List<Setting<?>> SETTINGS =
            List.of(USE_SECRET_MANAGER, SECRET_NAME, AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL_SECRETS_MANAGER);

    /** Empty if no secret is used, or if one of these settings is wrong; {@link SettingsReader} reports the latter. */
    public static Optional<SecretSettings> read(SettingsSource source) {
        SettingValues values = new SettingValues(source, SETTINGS);
        if (!values.problems(SETTINGS).isEmpty() || !values.get(USE_SECRET_MANAGER)) {
            return Optional.empty();
        }
        return Optional.of(new SecretSettings(
                values.get(SECRET_NAME),
                values.get(AWS_REGION),
                values.find(AWS_PROFILE),
                values.find(AWS_ENDPOINT_URL_SECRETS_MANAGER)));
    }
}
