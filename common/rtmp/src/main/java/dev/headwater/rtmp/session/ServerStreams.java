package dev.headwater.rtmp.session;

import dev.headwater.rtmp.ProtocolError;
import dev.headwater.rtmp.ProtocolException;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.Command.Play;
import dev.headwater.rtmp.message.Command.Play2;
import dev.headwater.rtmp.message.Command.Publish;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Redirect;
import dev.headwater.rtmp.message.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connected client does with its message streams: every command after connect, in the order of the wire. Confined to
 * the connection's event loop.
 */
final class ServerStreams {
    private static final int CONNECTION = 0;
    private static final int MAX_REFUSED_CREATES = 100;

    private final SessionLimits limits;
    private final ServerEvents events;
    private final ServerReplies replies;
    private final MessageStreams streams;
    private final StrayMedia strays;
    private int refusedCreates;

    ServerStreams(
            SessionLimits limits,
            ServerEvents events,
            ServerReplies replies,
            MessageStreams streams,
            StrayMedia strays) {
        this.limits = limits;
        this.events = events;
        this.replies = replies;
        this.streams = streams;
        this.strays = strays;
    }

    /** @throws ProtocolException TOO_MANY_MESSAGE_STREAMS if the client does not stop to ask for more */
    void handle(Command command) {
        events.received(command);
        switch (command) {
            case Command.Connect _ -> throw new IllegalArgumentException("connect is no command of a message stream");
            case Command.CreateStream(double id) -> createStream(id);
            case Publish publish -> publish(publish);
            case Play play -> play(play);
            case Play2 play2 -> play2(play2);
            case Command.Pause(double _, int streamId, boolean paused, double _) -> pause(streamId, paused);
            case Command.Seek(double _, int streamId, double _) ->
                playing(streamId).ifPresent(stream -> replies.sought(stream.id()));
            case Command.ReceiveAudio(double _, int streamId, boolean wanted) ->
                receive(streamId, MediaMessage.Kind.AUDIO, wanted);
            case Command.ReceiveVideo(double _, int streamId, boolean wanted) ->
                receive(streamId, MediaMessage.Kind.VIDEO, wanted);
            case Command.CloseStream(double _, int streamId) ->
                streams.findOrOnly(streamId).ifPresent(this::endByClient);
            case Command.DeleteStream(double _, int streamId) -> deleteStream(streamId);
            case Command.ReleaseStream(double id, String _) -> replies.done(id);
            case Command.FCPublish(double id, String name) -> {
                replies.done(id);
                replies.publishAnnounced(name);
            }
            case Command.FCUnpublish(double id, String name) -> {
                replies.done(id);
                replies.unpublishAnnounced(name);
                publishNamed(name).ifPresent(this::endByClient);
            }
            case Command.FCSubscribe(double id, String name) -> {
                replies.done(id);
                replies.subscribed(name);
            }
            case Command.FCUnsubscribe(double id, String name) -> {
                replies.done(id);
                replies.unsubscribed(name);
            }
            case Command.GetStreamLength(double id, String _) -> replies.done(id, AmfValue.number(0)); // live
            case Command.CheckBandwidth(double id) -> replies.done(id);
            case Command.SetPlaylist _ -> replies.playlistReady();
            case Command.Answer _ -> {} // we asked for nothing
            case Command.Unsupported(double id, String _) ->
                replies.failure(id, StatusCode.CALL_FAILED, "No such method.");
        }
    }

    /** Whether a publish waits for its answer there. */
    boolean awaitsPublish(int streamId) {
        MessageStream stream = streams.get(streamId);
        return stream != null && stream.state() == StreamState.PUBLISH_PENDING;
    }

    /** False if there is no such publish waiting any more. */
    boolean acceptPublish(int streamId, Map<String, AmfValue> extra) {
        MessageStream stream = streams.get(streamId);
        if (stream == null || stream.state() != StreamState.PUBLISH_PENDING) {
            return false;
        }
        HeldMedia held = stream.accepted();
        replies.publishStarted(streamId, extra);
        for (MediaMessage message : held.messages()) {
            if (stream.state() == StreamState.PUBLISHING) { // the owner may end it at any of them
                events.media(message);
            }
        }
        return true;
    }

    void refusePublish(int streamId, StatusCode code, String description) {
        refuse(streamId, StreamState.PUBLISH_PENDING, code, description);
    }

    /** No effect if there is no such play waiting any more. */
    void acceptPlay(int streamId, Map<String, AmfValue> extra) {
        MessageStream stream = streams.get(streamId);
        if (stream == null || stream.state() != StreamState.PLAY_PENDING) {
            return;
        }
        stream.accepted();
        replies.playStarted(streamId, stream.reset(), extra);
        if (stream.switched()) {
            replies.playSwitched(streamId);
        }
        for (MediaMessage.Kind kind : List.of(MediaMessage.Kind.AUDIO, MediaMessage.Kind.VIDEO)) {
            if (!stream.wants(kind) && stream.state() == StreamState.PLAYING) {
                events.receive(streamId, kind, false);
            }
        }
    }

    void refusePlay(int streamId, StatusCode code, String description) {
        refuse(streamId, StreamState.PLAY_PENDING, code, description);
    }

    void redirectPlay(int streamId, Redirect redirect, String description) {
        MessageStream stream = streams.get(streamId);
        if (stream != null && stream.state() == StreamState.PLAY_PENDING) {
            stream.ended();
            replies.status(CONNECTION, StatusCode.CONNECT_REJECTED, description, redirect.properties());
        }
    }

    /** Ends a play from our side; nothing happens on a stream that plays nothing. */
    void endPlay(int streamId, String description) {
        MessageStream stream = streams.get(streamId);
        if (stream != null && stream.state().isPlay()) {
            stream.ended();
            replies.playEnded(streamId, description);
        }
    }

    /** Ends a publish from our side; nothing happens on a stream that publishes nothing. */
    void endPublish(int streamId, StatusCode code, String description) {
        MessageStream stream = streams.get(streamId);
        if (stream != null && stream.state().isPublish()) {
            stream.ended();
            strays.publishOver();
            replies.status(streamId, code, description);
        }
    }

    private void refuse(int streamId, StreamState pending, StatusCode code, String description) {
        MessageStream stream = streams.get(streamId);
        if (stream != null && stream.state() == pending) {
            stream.ended();
            if (pending.isPublish()) {
                strays.publishOver();
            }
            replies.status(streamId, code, description);
        }
    }

    /** Forgets everything, without an event. */
    void close() {
        streams.clear();
        strays.peerGone();
    }

    private void createStream(double transactionId) {
        Optional<MessageStream> created = streams.create();
        if (created.isPresent()) {
            replies.streamCreated(transactionId, created.get().id());
            return;
        }
        int limit = limits.maxMessageStreams();
        replies.failure(transactionId, StatusCode.CALL_FAILED, "No more than %d streams.".formatted(limit));
        refusedCreates++;
        if (refusedCreates >= MAX_REFUSED_CREATES) {
            throw new ProtocolException(
                    ProtocolError.TOO_MANY_MESSAGE_STREAMS,
                    "createStream refused %d times, there are %d streams".formatted(refusedCreates, limit));
        }
    }

    private void publish(Publish command) {
        Optional<MessageStream> found = streams.findOrOnly(command.streamId());
        String obstacle = obstacle(found, command.name());
        if (!obstacle.isEmpty()) {
            int streamId = found.map(MessageStream::id).orElse(command.streamId());
            replies.status(streamId, StatusCode.PUBLISH_BAD_NAME, obstacle);
            return;
        }
        MessageStream stream = found.orElseThrow();
        stream.publishRequested(command.name(), new HeldMedia(limits.maxMetadataBytes()));
        events.publish(new Publish(command.transactionId(), stream.id(), command.name(), command.type()));
    }

    private void play(Play command) {
        Optional<MessageStream> found = streams.findOrOnly(command.streamId());
        String obstacle = obstacle(found, command.name());
        if (!obstacle.isEmpty()) {
            int streamId = found.map(MessageStream::id).orElse(command.streamId());
            replies.status(streamId, StatusCode.PLAY_FAILED, obstacle);
            return;
        }
        requestPlay(found.orElseThrow(), command, false);
    }

    /** @param switched true if it takes the place of another play */
    private void requestPlay(MessageStream stream, Play command, boolean switched) {
        stream.playRequested(command.name(), command.reset(), switched);
        events.play(new Play(
                command.transactionId(),
                stream.id(),
                command.name(),
                command.start(),
                command.duration(),
                command.reset()));
    }

    /** On an idle stream it is a play; on one that plays, the new stream takes the place of the old one. */
    private void play2(Play2 command) {
        Optional<MessageStream> found = streams.findOrOnly(command.streamId());
        boolean idle =
                found.filter(stream -> stream.state() == StreamState.IDLE).isPresent();
        if (command.transition().equals("stop")) {
            found.filter(stream -> stream.state().isPlay()).ifPresent(this::endByClient);
            return;
        }
        boolean playing =
                found.filter(stream -> stream.state() == StreamState.PLAYING).isPresent();
        var play = new Play(
                command.transactionId(), command.streamId(), command.name(), command.start(), command.duration(), idle);
        if (!playing || !limits.objectionTo(command.name()).isEmpty()) {
            play(play);
            return;
        }
        MessageStream stream = found.orElseThrow();
        replies.status(stream.id(), StatusCode.PLAY_TRANSITION, "Switching.");
        if (command.name().equals(stream.name())) {
            replies.playSwitched(stream.id());
            return;
        }
        endByClient(stream);
        requestPlay(stream, play, true);
    }

    private void pause(int streamId, boolean paused) {
        playing(streamId).ifPresent(stream -> {
            if (paused) {
                replies.paused(stream.id());
            } else {
                replies.resumed(stream.id());
            }
            events.pause(stream.id(), paused);
        });
    }

    /** Kept for a play that is still to come: Flash says what it wants before it plays. */
    private void receive(int streamId, MediaMessage.Kind kind, boolean wanted) {
        streams.findOrOnly(streamId).ifPresent(stream -> {
            boolean changed = stream.wants(kind) != wanted;
            stream.want(kind, wanted);
            if (stream.state() != StreamState.PLAYING) {
                return;
            }
            if (wanted) {
                replies.received(stream.id());
            }
            if (changed) {
                events.receive(stream.id(), kind, wanted);
            }
        });
    }

    private void deleteStream(int streamId) {
        Optional<MessageStream> found = streamId == 0 ? streams.only(any -> true) : streams.find(streamId);
        found.ifPresent(stream -> {
            endByClient(stream);
            streams.remove(stream.id());
        });
    }

    /** The client has lost who published there by way of it; nothing happens on a stream that publishes nothing. */
    void publisherLost(int streamId) {
        MessageStream stream = streams.get(streamId);
        if (stream != null && stream.state().isPublish()) {
            stream.ended();
            strays.publishOver();
            events.publisherLost(streamId);
        }
    }

    private void endByClient(MessageStream stream) {
        StreamState before = stream.state();
        if (before == StreamState.IDLE) {
            return;
        }
        stream.ended();
        if (before.isPublish()) {
            strays.publishOver();
            replies.status(stream.id(), StatusCode.UNPUBLISH_SUCCESS, "Publishing stopped.");
            events.publishEnded(stream.id());
        } else {
            events.playEnded(stream.id());
        }
    }

    private Optional<MessageStream> playing(int streamId) {
        return streams.findOrOnly(streamId).filter(stream -> stream.state() == StreamState.PLAYING);
    }

    /** The publish of this name; else the only one, since some encoders shorten the name when they stop. */
    private Optional<MessageStream> publishNamed(String name) {
        Optional<MessageStream> named = streams.only(
                stream -> stream.state().isPublish() && stream.name().equals(name));
        return named.isPresent() ? named : streams.only(stream -> stream.state().isPublish());
    }

    /** Why nothing can start on this stream, in words for the client; empty if it can. */
    private String obstacle(Optional<MessageStream> stream, String name) {
        if (stream.isEmpty()) {
            return "No such message stream.";
        }
        if (stream.get().state() != StreamState.IDLE) {
            return "The message stream is in use.";
        }
        return limits.objectionTo(name);
    }
}
