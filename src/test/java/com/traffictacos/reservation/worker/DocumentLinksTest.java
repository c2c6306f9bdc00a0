package com.traffictacos.reservation.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of every document leads to a file, and to a heading where it names one. */
class DocumentLinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+)$", Pattern.MULTILINE);
    private static final Pattern CODE_BLOCK = Pattern.compile("^```.*?^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    static List<Path> documents() throws IOException {
        try (Stream<Path> files =
                Stream.of("docs", "deploy", ".github").map(Path::of).flatMap(DocumentLinksTest::below)) {
            List<Path> documents = new ArrayList<>(files.toList());
            try (Stream<Path> top = Files.list(Path.of("."))) {
                top.filter(DocumentLinksTest::isDocument).map(Path::normalize).forEach(documents::add);
            }
            return documents;
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void leadsToFilesAndHeadingsThatExist(Path document) throws IOException {
        List<String> dead = new ArrayList<>();
        for (String link : links(document)) {
            int hash = link.indexOf('#');
            String file = hash < 0 ? link : link.substring(0, hash);
            Path target =
                    file.isEmpty() ? document : document.resolveSibling(file).normalize();
            if (!Files.exists(target)) {
                dead.add(link);
            } else if (hash >= 0 && isDocument(target) && !headings(target).contains(link.substring(hash + 1))) {
                dead.add(link);
            }
        }

        assertThat(dead).isEmpty();
    }

    @Test
    void findsTheDocuments() throws IOException {
        assertThat(documents())
                .contains(Path.of("README.md"), Path.of("docs/contract.md"), Path.of("deploy/README.md"));
    }

    private static List<String> links(Path document) throws IOException {
        String text = CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches())
                .toList();
    }

    /** The anchors that GitHub gives to headings: lower case, blanks as hyphens, punctuation dropped, repeats numbered. */
    private static List<String> headings(Path document) throws IOException {
        String text = CODE_BLOCK.matcher(Files.readString(document)).replaceAll("");
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
                        .replace(' ', '-'))
                .map(anchor -> {
                    int repeats = seen.merge(anchor, 1, Integer::sum) - 1;
                    return repeats == 0 ? anchor : anchor + "-" + repeats;
                })
                .toList();
    }

    private static Stream<Path> below(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(DocumentLinksTest::isDocument).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isDocument(Path file) {
        return Files.isRegularFile(file) && file.toString().endsWith(".md");
    }
}
