package com.traffictacos.reservation.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has grown too large to be read at once is to be split. */
class SourceSizeTest {

    @ParameterizedTest
    @CsvSource({"src/main/java, 200", "src/test/java, 400"})
    void hasNoFileOfMoreLines(Path root, int lines) throws IOException {
        assertThat(sources(root))
                .isNotEmpty()
                .allSatisfy(file ->
                        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(lines));
    }

    @Test
    void hasNoPackageOfMoreThanTwentyFiles() throws IOException {
        Map<Path, Long> packages = sources(Path.of("src/main/java")).stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

        assertThat(packages)
                .isNotEmpty()
                .allSatisfy((folder, files) ->
                        assertThat(files).as(folder.toString()).isLessThanOrEqualTo(20));
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
