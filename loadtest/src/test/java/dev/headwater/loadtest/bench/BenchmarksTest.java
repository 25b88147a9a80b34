package dev.headwater.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks: all of them for an instant, or with {@code -Dbench=REGEX} some of them for figures. */
class BenchmarksTest {
    private static final String PACKAGE = BenchmarksTest.class.getPackageName();
    private static final Path SOURCES = Path.of("src", "test", "java", PACKAGE.replace('.', '/'));

    @Test
    @DisabledIfSystemProperty(named = "bench", matches = ".+", disabledReason = "benchmarks run for figures")
    void everyBenchmarkRuns() throws IOException, RunnerException {
        var options = benchmarks(".*")
                .forks(0) // in this JVM: only whether they run
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(5))
                .shouldFailOnError(true);

        var results = new Runner(options.build()).run();

        assertThat(results.stream().map(BenchmarksTest::simpleClassOf).distinct())
                .containsExactlyInAnyOrderElementsOf(benchmarkClasses())
                .isNotEmpty();
        assertThat(results)
                .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore())
                        .as(result.getPrimaryResult().getLabel())
                        .isPositive());
    }

    /** With the launcher's flags, in a JVM for each, with what it allocates. */
    @Test
    @EnabledIfSystemProperty(named = "bench", matches = ".+", disabledReason = "only for figures: -Dbench=REGEX")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void measure() throws RunnerException {
        var options = benchmarks(".*(" + System.getProperty("bench") + ").*")
                .forks(1)
                .jvmArgs(
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+UseG1GC",
                        "-Xms512m",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-Djmh.executor=CUSTOM",
                        "-Djmh.executor.class=" + LoopThreads.class.getName())
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(Path.of("target", "benchmarks.json").toString())
                .shouldFailOnError(true);

        Collection<RunResult> results = new Runner(options.build()).run();

        assertThat(results).isNotEmpty();
    }

    private static ChainedOptionsBuilder benchmarks(String regex) {
        System.setProperty(
                "jmh.ignoreLock", "true"); // builds beside each other are no fault; measuring alone is up to you
        return new OptionsBuilder()
                .include("^" + PACKAGE.replace(".", "\\.") + "\\." + regex)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS);
    }

    private static String simpleClassOf(RunResult result) {
        return List.of(result.getParams().getBenchmark().split("\\."))
                .reversed()
                .get(1);
    }

    /** Those of JMH. */
    private static List<String> benchmarkClasses() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Benchmark.java"))
                    .map(name -> name.replace(".java", ""))
                    .filter(name -> !name.equals(TlsBenchmark.class.getSimpleName()))
                    .toList();
        }
    }
}
