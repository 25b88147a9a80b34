package dev.headwater.loadtest.command;

import dev.headwater.loadtest.bounds.Measured;
import dev.headwater.loadtest.client.Connections;
import dev.headwater.loadtest.client.LocalAddresses;
import dev.headwater.loadtest.client.Loops;
import dev.headwater.loadtest.client.MachineLimits;
import dev.headwater.loadtest.client.Protocols;
import dev.headwater.loadtest.client.StreamUrl;
import dev.headwater.loadtest.ffmpeg.FfmpegGroup;
import dev.headwater.loadtest.measure.FfmpegFigures;
import dev.headwater.loadtest.measure.Summary;
import dev.headwater.loadtest.run.Group;
import dev.headwater.loadtest.run.LoadRun;
import dev.headwater.loadtest.run.Plan;
import dev.headwater.loadtest.run.RunSettings;
import dev.headwater.loadtest.scrape.Scraper;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** One run as a command: checks the limits, shows the progress, prints the summary, knows the exit status. */
final class LoadSession {
    /** A port is not free at once when its connection is closed: who comes and goes fast needs many times more. */
    private static final int ADDRESSES_FOR_CHURN = 16;

    private final String title;
    private final RunOptions options;
    private final PrintWriter out;

    LoadSession(CommandSpec spec, RunOptions options) {
        title = "load " + spec.name();
        this.options = options;
        out = spec.commandLine().getOut();
    }

    /**
     * Runs the plan until its end, or until the process is told to stop.
     *
     * @param ffmpegs real clients beside those of the plan; may be empty
     * @param parameters what is particular to the command, for the summary
     * @return the exit status
     * @throws IllegalArgumentException if the options or this machine do not allow it
     */
    int run(Plan plan, FfmpegGroup ffmpegs, Map<String, String> parameters) {
        options.reports().requireUsable();
        var limits = MachineLimits.read();
        var addresses = new LinkedHashMap<StreamUrl.Server, LocalAddresses>();
        for (var server : plan.servers()) {
            var local = localAddresses(plan, server.resolve().getAddress(), limits);
            limits.require(plan.sockets(), local);
            addresses.put(server, local);
        }
        try (var company = new FfmpegCompany(ffmpegs, options.patience());
                var loops = Loops.start(options.transport(), options.loops())) {
            addresses.values().stream().distinct().forEach(local -> out.println("limits: " + limits.describe(local)));
            out.println("loops: %d on %s".formatted(options.loops(), loops.transportName()));
            company.program().ifPresent(program -> out.println("ffmpeg: " + program));
            var protocols = new Protocols(server -> new Connections(
                    loops,
                    server.resolve(), // known since the limits were looked at
                    addresses.getOrDefault(server, LocalAddresses.ANY),
                    options.patience(),
                    server.tls(false)));
            var settings = new RunSettings(protocols, options.patience());
            var progress = new Progress(out, company::now);
            var run = new LoadRun(loops, settings, plan, company, progress::show);
            try (var stopOnSignal = StopOnSignal.stopping(run)) {
                var measured = scraped(run, all(plan, ffmpegs, parameters));
                SummaryTable.print(measured.summary(), out);
                boolean met = options.reports().conclude(title, measured, out);
                return stopOnSignal.endsWith(status(measured.summary(), met));
            }
        }
    }

    private LocalAddresses localAddresses(Plan plan, InetAddress server, MachineLimits limits) {
        boolean churn = plan.groups().stream().anyMatch(Group.Churn.class::isInstance);
        int wanted = Math.max(limits.addressesFor(plan.sockets()), churn ? ADDRESSES_FOR_CHURN : 1);
        return options.localAddresses(server, wanted);
    }

    private Map<String, String> all(Plan plan, FfmpegGroup ffmpegs, Map<String, String> particular) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put(
                "url",
                plan.groups().stream()
                        .map(group -> group.url().plain())
                        .distinct()
                        .collect(Collectors.joining(", ")));
        parameters.putAll(particular);
        if (!ffmpegs.isEmpty()) {
            parameters.put("ffmpeg", ffmpegs.describe());
        }
        parameters.put("warm-up", Durations.text(plan.warmUp()));
        parameters.put("duration", Durations.text(plan.duration()));
        parameters.put("loops", String.valueOf(options.loops()));
        return parameters;
    }

    /** Runs, and asks the nodes meanwhile. */
    private Measured scraped(LoadRun run, Map<String, String> parameters) {
        var scraper = Scraper.start(options.reports().nodes());
        Summary summary;
        try {
            summary = run.run(parameters);
        } finally {
            scraper.close();
        }
        return new Measured(summary, scraper.series());
    }

    private static int status(Summary summary, boolean met) {
        long stalled = summary.stalled().players();
        long served = (summary.attempts() > 0 ? summary.joins() : summary.publishes()) + stalled;
        boolean noFfmpeg =
                !summary.ffmpegs().isEmpty() && summary.ffmpegs().stream().allMatch(FfmpegFigures::isFailure);
        if (served == 0 || noFfmpeg) {
            return LoadCommand.RUN_FAILED;
        }
        return met ? 0 : LoadCommand.BOUND_MISSED;
    }
}
