package dev.headwater.loadtest.command;

import dev.headwater.loadtest.bounds.BoundOptions;
import dev.headwater.loadtest.bounds.Measured;
import dev.headwater.loadtest.report.HtmlReport;
import dev.headwater.loadtest.report.JsonReport;
import dev.headwater.loadtest.report.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What remains of a run, and what it must show; a picocli mixin. */
final class ReportOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures of the run to this file, as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a report with plots to this file, as a web page.")
    private @Nullable Path html;

    @Option(
            names = "--scrape",
            paramLabel = "URL",
            split = ",",
            description = "Metrics of the nodes under load, such as http://host:1985/metrics, asked each second.")
    private final List<URI> nodes = new ArrayList<>();

    @Mixin
    private final BoundOptions bounds = new BoundOptions();

    List<URI> nodes() {
        return nodes;
    }

    /** @throws IllegalArgumentException for what would only be found out after the run */
    void requireUsable() {
        for (var node : nodes) {
            String scheme = Optional.ofNullable(node.getScheme()).orElse("");
            if (node.getHost() == null || !List.of("http", "https").contains(scheme)) {
                throw new IllegalArgumentException(
                        "--scrape: '%s' is not like http://host:1985/metrics".formatted(node));
            }
        }
        requireFolder("--json", json);
        requireFolder("--html", html);
    }

    private static void requireFolder(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        var folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("%s: %s cannot be written".formatted(option, file));
        }
    }

    /**
     * Prints the verdicts and writes the files.
     *
     * @return whether every bound was met
     */
    boolean conclude(String title, Measured measured, PrintWriter out) {
        var verdicts =
                bounds.bounds().stream().map(bound -> bound.judge(measured)).toList();
        var outcome = Outcome.of(title, measured, verdicts);
        measured.serverCpuSecondsPerGigabyte()
                .ifPresent(seconds -> out.println("%-16s %.2f s/GB".formatted("server CPU", seconds)));
        verdicts.forEach(out::println);
        if (json != null) {
            write(json, JsonReport.of(outcome), out);
        }
        if (html != null) {
            write(html, HtmlReport.of(outcome), out);
        }
        out.flush();
        return outcome.isMet();
    }

    private static void write(Path file, String text, PrintWriter out) {
        try {
            out.println("written: " + Files.writeString(file, text));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }
}
