package dev.headwater.server.hooks;

import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Attempt;
import dev.headwater.server.auth.ConnectRequest;
import dev.headwater.server.record.RecordedFile;
import dev.headwater.server.tracing.Trace;
import java.time.Instant;
import java.util.UUID;

/**
 * Something to ask about or to tell of; the same when it is sent again.
 *
 * @param id by which the other side knows a call that it has seen already
 */
record HookCall(HookEvent event, String id, Instant at, Subject subject) {
    static HookCall of(HookEvent event, Subject subject) {
        return new HookCall(event, UUID.randomUUID().toString(), Instant.now(), subject);
    }

    /** Of whom or what. */
    sealed interface Subject {}

    /** Somebody connects. */
    record Connecting(ConnectRequest request) implements Subject {}

    /** Somebody who connected has gone. */
    record Disconnected(ConnectRequest request, long receivedBytes, long sentBytes) implements Subject {}

    /** Somebody wants to publish or play. */
    record Asking(Attempt attempt) implements Subject {}

    /**
     * Somebody publishes or plays, or did.
     *
     * @param stream its name, which may be another than was asked for
     * @param epoch of the publication; 0 of a play that began before it was known
     * @param lastedMs since it began
     * @param bytes of media
     * @param reason of its end; empty while it goes on
     */
    record Staying(Attempt attempt, StreamKey stream, long epoch, long lastedMs, long bytes, String reason)
            implements Subject {}

    /** A file of a recording is whole. */
    record Recorded(RecordedFile file) implements Subject {}

    /** @param state of this node: up, draining or down */
    record OfNode(String state) implements Subject {}

    /** The way in that waits for its answer. What is told later, and perhaps again and again, is of no trace: that would have no end. */
    Trace trace() {
        return switch (subject) {
            case Connecting connecting -> connecting.request.client().trace();
            case Asking asking -> asking.attempt.client().trace();
            case Disconnected _, Staying _, Recorded _, OfNode _ -> Trace.NONE;
        };
    }

    /** What is told one after the other: publishers and recordings by their stream, players each by itself; who only looks has none before him. */
    String lane() {
        return switch (subject) {
            case Staying staying ->
                switch (staying.attempt.action()) {
                    case PUBLISH -> staying.stream.toString();
                    case PLAY -> {
                        String player = staying.attempt.client().id();
                        yield player.isEmpty() ? "glance " + id : "player " + player;
                    }
                };
            case Recorded recorded -> recorded.file.stream().toString();
            case Disconnected disconnected ->
                "close " + disconnected.request.client().id();
            case Connecting _, Asking _, OfNode _ -> "";
        };
    }
}
