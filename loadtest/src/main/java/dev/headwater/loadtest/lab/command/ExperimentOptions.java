package dev.headwater.loadtest.lab.command;

import dev.headwater.loadtest.command.DurationConverter;
import dev.headwater.loadtest.lab.cluster.Distribution;
import dev.headwater.loadtest.lab.cluster.Topology;
import dev.headwater.loadtest.lab.fault.LabSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options: what the faults are made in, and how long the players are watched. */
final class ExperimentOptions {
    enum Ingest {
        ORIGIN,
        EDGE
    }

    private static final Duration LEAST_TIME = Duration.ofSeconds(1);

    @Option(
            names = "--origins",
            paramLabel = "N",
            defaultValue = "3",
            description = "Origins, unless a fault needs more or others. Default: ${DEFAULT-VALUE}.")
    private int origins;

    @Option(
            names = "--edges",
            paramLabel = "N",
            defaultValue = "2",
            description = "Edges, in the same way. Default: ${DEFAULT-VALUE}.")
    private int edges;

    @Option(
            names = "--streams",
            paramLabel = "N",
            defaultValue = "2",
            description = "Streams of 1 Mbit/s. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--players",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Players of each stream, spread over the edges, one at each at least. Default: ${DEFAULT-VALUE}.")
    private int players;

    @Option(
            names = "--herd",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Players of the thundering herd (F23). Default: ${DEFAULT-VALUE}.")
    private int herd;

    @Option(
            names = "--ingest",
            paramLabel = "ROLE",
            defaultValue = "origin",
            description = "Where encoders publish: origin, or edge, which forwards. Default: ${DEFAULT-VALUE}.")
    private Ingest ingest = Ingest.ORIGIN;

    @Option(
            names = "--retry",
            paramLabel = "TIME",
            defaultValue = "200ms",
            converter = DurationConverter.class,
            description = "How long an encoder waits before it publishes again. Default: ${DEFAULT-VALUE}.")
    private Duration retry = Duration.ZERO;

    @Option(
            names = "--control",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "How long the players are watched before the fault. Default: ${DEFAULT-VALUE}.")
    private Duration control = Duration.ZERO;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long they are watched when it is over. Default: ${DEFAULT-VALUE}.")
    private Duration after = Duration.ZERO;

    @Option(
            names = "--max-pressure",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description = "CPU pressure (PSI) above which a round is invalid. Default: ${DEFAULT-VALUE}.")
    private double maxPressure;

    @Option(
            names = "--slack",
            paramLabel = "N",
            defaultValue = "1",
            description = "Times may be N times as long as their limits, on a machine that does other things as well."
                    + " Default: ${DEFAULT-VALUE}.")
    private int slack;

    @Option(
            names = "--old",
            paramLabel = "FOLDER",
            description = "An unpacked distribution of an earlier version, for the fault that mixes versions (F15).")
    private Optional<Path> old = Optional.empty();

    LabSettings settings() {
        require("--origins", origins, 1);
        require("--edges", edges, 1);
        require("--streams", streams, 1);
        require("--players", players, 1);
        require("--herd", herd, 1);
        require("--slack", slack, 1);
        requireTime("--control", control);
        requireTime("--after", after);
        var topology = Topology.of(origins, edges, streams, players);
        return new LabSettings(
                topology,
                herd,
                ingest == Ingest.EDGE,
                retry,
                control,
                after,
                maxPressure / 100,
                slack,
                old.map(Distribution::new));
    }

    /** Nothing happens in no time. */
    private static void requireTime(String option, Duration value) {
        if (value.compareTo(LEAST_TIME) < 0) {
            throw new IllegalArgumentException("%s must be at least %d s, found %d ms"
                    .formatted(option, LEAST_TIME.toSeconds(), value.toMillis()));
        }
    }

    private static void require(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("%s must be at least %d, found %d".formatted(option, least, value));
        }
    }
}
