package dev.headwater.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Looks at the reports of the modules built before this one. A class whose name the test runner does not know, or an
 * engine that finds nothing in it, must not pass for tested. Benchmarks are run by name alone.
 */
class EveryTestRanTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern HAS_TESTS =
            Pattern.compile("^ +@(Test|Property|Example|ParameterizedTest|TestFactory)\\b", Pattern.MULTILINE);
    private static final Pattern IS_FOR_SUBCLASSES =
            Pattern.compile("^(public )?(abstract class|interface) ", Pattern.MULTILINE);
    private static final Pattern TESTS_RUN = Pattern.compile("<testsuite [^>]*\\btests=\"([1-9]\\d*)\"");

    @Test
    void everyModuleWithCodeHasTests() throws IOException {
        assertThat(modules())
                .hasSizeGreaterThan(6)
                .allSatisfy(module -> assertThat(testClasses(module))
                        .as("tests of %s", PROJECT.relativize(module))
                        .isNotEmpty());
    }

    @Test
    void everyTestClassOfTheModulesBeforeThisOneRan() throws IOException {
        assumeThat(System.getProperty("test")).as("narrowed by -Dtest").isNull();
        for (var module : modules()) {
            if (!module.equals(PROJECT.resolve("deploy"))) {
                assertThat(testClasses(module))
                        .allSatisfy(test -> assertThat(reportOf(module, test))
                                .as("report of %s with at least one test", test)
                                .isRegularFile()
                                .content()
                                .containsPattern(TESTS_RUN));
            }
        }
    }

    private static List<Path> modules() throws IOException {
        try (var files = Files.walk(PROJECT, 2)) {
            return files.filter(file -> Files.isDirectory(file.resolve(Path.of("src", "main", "java"))))
                    .toList();
        }
    }

    private static List<String> testClasses(Path module) {
        var sources = module.resolve(Path.of("src", "test", "java"));
        try (var files = Files.exists(sources) ? Files.walk(sources) : Stream.<Path>empty()) {
            return files.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().endsWith("Benchmark.java")
                            && isTestClass(file))
                    .map(file -> sources.relativize(file)
                            .toString()
                            .replace(".java", "")
                            .replace('/', '.'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isTestClass(Path source) {
        try {
            var text = Files.readString(source);
            return HAS_TESTS.matcher(text).find()
                    && !IS_FOR_SUBCLASSES.matcher(text).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path reportOf(Path module, String testClass) {
        return module.resolve(Path.of("target", "surefire-reports", "TEST-" + testClass + ".xml"));
    }
}
