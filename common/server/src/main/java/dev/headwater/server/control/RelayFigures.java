package dev.headwater.server.control;

import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.foreign.RelayList.Source;
import dev.headwater.server.foreign.RelayReport;
import dev.headwater.server.foreign.RelayReport.Failure;
import dev.headwater.server.foreign.RelayState;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A relay and how it is doing at a node, without its keys.
 *
 * @param server no more of its URL
 * @param mode when it is pulled; empty for a push
 * @param source who wants it, as the node knows
 * @param running empty if the node does not run it
 */
record RelayFigures(
        String name,
        String kind,
        String stream,
        String server,
        Optional<String> mode,
        Source source,
        Optional<Running> running) {
    /** As long as a reason is told. */
    private static final int MAX_WHY = 512;

    record Running(String state, Instant since, long bytes, Optional<Failure> failure) {
        private static Running read(Fields fields) {
            return new Running(
                    fields.text("state"),
                    fields.time("since"),
                    fields.number("bytes", 0, Long.MAX_VALUE),
                    fields.objectIfThere("failure").map(at -> new Failure(at.time("at"), at.text("error"))));
        }
    }

    static RelayFigures of(RelayReport report, Source source) {
        var running = new Running(
                report.state().name().toLowerCase(Locale.ROOT), report.since(), report.bytes(), report.failure());
        return of(
                report.entry(), source, report.state() == RelayState.STANDBY ? Optional.empty() : Optional.of(running));
    }

    /** One that nobody is known to run. */
    static RelayFigures of(RelayEntry entry, Source source) {
        return of(entry, source, Optional.empty());
    }

    private static RelayFigures of(RelayEntry entry, Source source, Optional<Running> running) {
        return new RelayFigures(
                entry.name(),
                entry.kind(),
                entry.stream().toString(),
                entry.url().toString(),
                switch (entry) {
                    case PullRelay pull -> Optional.of(pull.always() ? "always" : "on-demand");
                    case PushRelay _ -> Optional.empty();
                },
                source,
                running);
    }

    /** @throws MessageException if it is not as {@link #json} writes it */
    static RelayFigures read(Fields fields) {
        return new RelayFigures(
                fields.text("name"),
                fields.text("kind"),
                fields.text("stream"),
                fields.text("server"),
                fields.textIfThere("mode"),
                source(fields.text("source")),
                fields.json().containsKey("since") ? Optional.of(Running.read(fields)) : Optional.empty());
    }

    private static Source source(String text) {
        return Arrays.stream(Source.values())
                .filter(source -> text(source).equals(text))
                .findAny()
                .orElseThrow(() -> new MessageException("source is none", text));
    }

    private static String text(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    /** The same, but that {@code other} may know better who wants it. */
    RelayFigures with(Source other) {
        var first = source.compareTo(other) <= 0 ? source : other;
        return new RelayFigures(name, kind, stream, server, mode, first, running);
    }

    JsonObject json() {
        var json = new JsonObject()
                .put("name", name)
                .put("kind", kind)
                .put("stream", stream)
                .put("server", server)
                .put("source", text(source))
                .put("added", source == Source.ADDED)
                .put("state", running.map(Running::state).orElse("standby"));
        mode.ifPresent(when -> json.put("mode", when));
        running.ifPresent(run -> {
            json.put("since", run.since().toString()).put("bytes", run.bytes());
            run.failure()
                    .ifPresent(failed -> json.put(
                            "failure",
                            new JsonObject()
                                    .put("at", failed.at().toString())
                                    .put(
                                            "error",
                                            failed.why()
                                                    .substring(
                                                            0,
                                                            Math.min(
                                                                    MAX_WHY,
                                                                    failed.why().length())))));
        });
        return json;
    }
}
