package com.traffictacos.reservation.worker.platform.settings;

import com.traffictacos.reservation.worker.platform.address.Addresses;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.address.LinkTemplate;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of a setting.
 *
 * @param accepts the accepted values, in words that complete "accepts ..."
 * @param confidential whether a wrong text must not be shown
 * @param parser converts a trimmed text to a value; empty if the text is not accepted
 */
record SettingType<T>(String accepts, boolean confidential, Function<String, Optional<T>> parser) {

    // Integer.parseInt accepts a plus sign and the digits of every script, which are input errors here.
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private SettingType(String accepts, Function<String, Optional<T>> parser) {
        this(accepts, false, parser);
    }

    static SettingType<Integer> wholeNumber(int min, int max) {
        return new SettingType<>(
                "a whole number from " + min + " to " + max,
                text -> Optional.of(text)
                        .filter(WHOLE_NUMBER.asMatchPredicate())
                        .map(Long::valueOf)
                        .filter(number -> number >= min && number <= max)
                        .map(Long::intValue));
    }

    static SettingType<Boolean> flag() {
        return new SettingType<>("true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** One of the constants of an enum, in lower case with hyphens. */
    static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String words = constants.stream().map(SettingType::word).collect(Collectors.joining(", "));
        return new SettingType<>(
                "one of " + words,
                text -> constants.stream()
                        .filter(constant -> word(constant).equalsIgnoreCase(text))
                        .findFirst());
    }

    static SettingType<String> text(String accepts, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new SettingType<>(accepts, text -> Optional.of(text).filter(pattern.asMatchPredicate()));
    }

    static SettingType<Secret> secret(String accepts, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return new SettingType<>(
                accepts,
                true,
                text -> Optional.of(text).filter(pattern.asMatchPredicate()).map(Secret::new));
    }

    /** @param content what the file contains */
    static SettingType<Path> file(String content) {
        return new SettingType<>("the absolute path of a file with " + content, text -> {
            try {
                return Optional.of(Path.of(text)).filter(Path::isAbsolute);
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    static SettingType<URI> httpUrl(String example) {
        return new SettingType<>(
                "an absolute http or https URL such as " + example + ", without user name, query and fragment",
                Addresses::httpUrl);
    }

    static SettingType<URI> queueUrl() {
        return new SettingType<>(
                "the http or https URL of a queue such as"
                        + " https://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events",
                Addresses::queueUrl);
    }

    /** @param placeholders the names that may occur in it, in the order in which they are named */
    static SettingType<LinkTemplate> linkTemplate(String example, String... placeholders) {
        Set<String> known = Set.of(placeholders);
        String names = Arrays.stream(placeholders).map(name -> "{" + name + "}").collect(Collectors.joining(", "));
        return new SettingType<>(
                "an absolute http or https URL such as " + example
                        + ", without user name, with a placeholder after its server; accepted are " + names,
                text -> LinkTemplate.parse(text, known));
    }

    static SettingType<HostAndPort> hostAndPort() {
        return new SettingType<>(
                "host:port such as inventory-svc:8021 or [::1]:8021, without a scheme such as http://",
                Addresses::hostAndPort);
    }

    /** @param max the number of addresses */
    static SettingType<List<HostAndPort>> hostsAndPorts(int max) {
        return new SettingType<>(
                "up to " + max + " of host:port, separated by commas, such as reservation-worker-pods:8040", text -> {
                    List<Optional<HostAndPort>> all = Arrays.stream(text.split(",", -1))
                            .map(part -> Addresses.hostAndPort(part.strip()))
                            .toList();
                    return all.size() <= max && all.stream().allMatch(Optional::isPresent)
                            ? Optional.of(all.stream().flatMap(Optional::stream).toList())
                            : Optional.empty();
                });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
