package dev.headwater.server.control;

import dev.headwater.server.config.PullRelay;
import dev.headwater.server.config.PushRelay;
import dev.headwater.server.config.RelayEntry;
import dev.headwater.server.foreign.RelayReport;
import dev.headwater.server.foreign.RelayReport.Failure;
import dev.headwater.server.foreign.RelayState;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A relay and how it is doing at a node, without its keys.
 *
 * @param server no more of its URL
 * @param mode when it is pulled; empty for a push
 * @param running empty if the node does not run it
 */
record RelayFigures(
        String name, String kind, String stream, String server, Optional<String> mode, Optional<Running> running) {
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

    static RelayFigures of(RelayReport report) {
        var running = new Running(
                report.state().name().toLowerCase(Locale.ROOT), report.since(), report.bytes(), report.failure());
        return of(report.entry(), report.state() == RelayState.STANDBY ? Optional.empty() : Optional.of(running));
    }

    /** One that nobody is known to run. */
    static RelayFigures of(RelayEntry entry) {
        return of(entry, Optional.empty());
    }

    private static RelayFigures of(RelayEntry entry, Optional<Running> running) {
        return new RelayFigures(
                entry.name(),
                entry.kind(),
                entry.stream().toString(),
                entry.url().toString(),
                switch (entry) {
                    case PullRelay pull -> Optional.of(pull.always() ? "always" : "on-demand");
                    case PushRelay _ -> Optional.empty();
                },
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
                fields.json().containsKey("since") ? Optional.of(Running.read(fields)) : Optional.empty());
    }

    JsonObject json() {
        var json = new JsonObject()
                .put("name", name)
                .put("kind", kind)
                .put("stream", stream)
                .put("server", server)
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
