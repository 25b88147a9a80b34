package dev.headwater.rtmp.session;

import dev.headwater.rtmp.amf.AmfLimits;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.AggregateMessage;
import dev.headwater.rtmp.message.Command;
import dev.headwater.rtmp.message.DataMessages;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.MessageType;
import dev.headwater.rtmp.message.PublishType;
import dev.headwater.rtmp.message.Reply;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.rtmp.message.UserControl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The streams that a client plays and publishes, from createStream to deleteStream (rtmp.md 7.2 to 7.4). Confined to the
 * connection's event loop.
 *
 * <p>A stream ends once: what a server says of it afterwards is ignored, and servers say it in up to four ways.
 */
final class ClientStreams {
    static final int CONNECT_TRANSACTION = 1;

    /** As ffmpeg says it: the live stream, else a recorded one. */
    private static final double LIVE_ELSE_RECORDED_MS = -2000;

    private static final double TO_THE_END = -1;
    private static final int BUFFER_MILLIS = 3_000;
    private static final Status END_OF_STREAM =
            new Status("status", StatusCode.PLAY_STOP.wireName(), "StreamEOF", Map.of());

    /** What a stream is created for. */
    private sealed interface Purpose {
        record Play(String name) implements Purpose {}

        record Publish(String name, PublishType type) implements Purpose {}
    }

    private final ClientEvents events;
    private final Outbound outbound;
    private final AmfLimits amfLimits;
    private final int maxMetadataBytes;
    private final MessageStreams streams = new MessageStreams(Integer.MAX_VALUE);
    private final Map<Double, Purpose> creating = new HashMap<>();
    private final Map<Double, Integer> starting = new HashMap<>();
    private int lastTransaction = CONNECT_TRANSACTION;

    ClientStreams(ClientEvents events, Outbound outbound, SessionLimits limits) {
        this.events = events;
        this.outbound = outbound;
        this.amfLimits = limits.amfLimits();
        this.maxMetadataBytes = limits.maxMetadataBytes();
    }

    void play(String name) {
        create(new Purpose.Play(name));
    }

    void publish(String name, PublishType type) {
        outbound.command(new Command.ReleaseStream(nextTransaction(), name));
        outbound.command(new Command.FCPublish(nextTransaction(), name));
        create(new Purpose.Publish(name, type));
    }

    String name(int streamId) {
        return streams.find(streamId).map(MessageStream::name).orElse("");
    }

    void send(MediaMessage message) {
        MessageStream stream = streams.get(message.streamId());
        if (stream == null || stream.state() != StreamState.PUBLISHING) {
            return;
        }
        byte[] payload = message.payload();
        outbound.media(message, message.kind() == MediaMessage.Kind.DATA ? DataMessages.toPublish(payload) : payload);
    }

    void delete(int streamId) {
        streams.find(streamId).ifPresent(stream -> {
            if (stream.state().isPublish()) {
                outbound.command(new Command.FCUnpublish(nextTransaction(), stream.name()));
            }
            outbound.command(new Command.DeleteStream(nextTransaction(), streamId));
            streams.remove(streamId);
            starting.values().remove(streamId);
        });
    }

    void close() {
        creating.clear();
        starting.clear();
        streams.clear();
    }

    /** Takes a message of type 8, 9, 15, 18 or 22. What comes before the answer to play is held if it is a header. */
    void media(int typeId, int streamId, int timestamp, byte[] payload) {
        switch (typeId) {
            case MessageType.AUDIO -> media(new MediaMessage(MediaMessage.Kind.AUDIO, streamId, timestamp, payload));
            case MessageType.VIDEO -> media(new MediaMessage(MediaMessage.Kind.VIDEO, streamId, timestamp, payload));
            case MessageType.AGGREGATE ->
                AggregateMessage.unpack(
                        streamId,
                        timestamp,
                        payload,
                        part -> media(part.kind().typeId(), streamId, part.timestamp(), part.payload()));
            default ->
                DataMessages.published(DataMessages.fromWire(typeId, streamId, timestamp, payload))
                        .ifPresent(this::media);
        }
    }

    /** StreamEOF of the server. */
    void endOfStream(int streamId) {
        streams.find(streamId)
                .filter(stream -> stream.state() == StreamState.PLAYING)
                .ifPresent(stream -> ended(stream, END_OF_STREAM));
    }

    /** Takes what a server says after it accepted the connect. */
    void reply(Reply reply) {
        switch (reply) {
            case Reply.Result(double id, AmfValue _, AmfValue info) -> result(id, info);
            case Reply.Failure(double id, AmfValue _, Status status) -> failure(id, status);
            case Reply.OnStatus(int _, Status status)
            when status.is(StatusCode.CONNECT_CLOSED) -> everythingEnded(status);
            case Reply.OnStatus(int streamId, Status status) ->
                streamOf(streamId).ifPresent(stream -> status(stream, status));
            case Reply.OnFCPublish(Status status)
            when status.isError() ->
                streams.only(stream -> stream.state().isPublish()).ifPresent(stream -> refused(stream, status));
            case Reply.OnFCUnsubscribe(Status status) ->
                streams.only(stream -> stream.state() == StreamState.PLAYING)
                        .ifPresent(stream -> ended(stream, status));
            case Reply.Close() -> everythingEnded(Status.of(StatusCode.CONNECT_CLOSED, "The server closed."));
            case Reply.OnBWCheck(double id) -> outbound.command(new Command.Answer(id, "_result"));
            case Reply.OnFCPublish _, Reply.OnFCUnpublish _, Reply.OnFCSubscribe _ -> {} // onStatus tells
            case Reply.OnBWDone _, Reply.PlaylistReady _, Reply.Unsupported _ -> {}
        }
    }

    private void create(Purpose purpose) {
        double transaction = nextTransaction();
        creating.put(transaction, purpose);
        outbound.command(new Command.CreateStream(transaction));
    }

    private void result(double transactionId, AmfValue info) {
        Purpose purpose = creating.remove(transactionId);
        if (purpose != null) {
            created(purpose, info);
            return;
        }
        Integer streamId = starting.remove(transactionId);
        if (streamId != null) { // some servers answer publish so, and librtmp starts by it
            streams.find(streamId)
                    .filter(stream -> stream.state() == StreamState.PUBLISH_PENDING)
                    .ifPresent(stream -> started(stream, Status.read(info)));
        }
    }

    private void failure(double transactionId, Status status) {
        if (creating.remove(transactionId) != null) {
            events.streamRefused(0, status);
            return;
        }
        Integer streamId = starting.remove(transactionId);
        if (streamId != null) {
            streams.find(streamId)
                    .filter(stream -> stream.state() != StreamState.IDLE)
                    .ifPresent(stream -> refused(stream, status));
        } // releaseStream and FCPublish may fail on servers that do not know them
    }

    private void created(Purpose purpose, AmfValue info) {
        int streamId = info.asInt(0);
        if (streamId <= 0) {
            events.streamRefused(0, Status.of(StatusCode.CALL_FAILED, "createStream gave no stream id"));
            return;
        }
        MessageStream stream = streams.add(streamId);
        double transaction = nextTransaction();
        starting.put(transaction, streamId);
        var held = new HeldMedia(maxMetadataBytes);
        switch (purpose) {
            case Purpose.Play(String name) -> {
                stream.playRequested(name, held);
                outbound.command(
                        streamId,
                        new Command.Play(transaction, streamId, name, LIVE_ELSE_RECORDED_MS, TO_THE_END, true));
                outbound.control(new UserControl.SetBufferLength(streamId, BUFFER_MILLIS));
            }
            case Purpose.Publish(String name, PublishType type) -> {
                stream.publishRequested(name, held);
                outbound.command(streamId, new Command.Publish(transaction, streamId, name, type));
            }
        }
    }

    private void status(MessageStream stream, Status status) {
        switch (stream.state()) {
            case PUBLISH_PENDING -> startOrRefuse(stream, status, status.is(StatusCode.PUBLISH_START));
            case PLAY_PENDING ->
                startOrRefuse(
                        stream, status, status.is(StatusCode.PLAY_START) || status.is(StatusCode.PLAY_PUBLISH_NOTIFY));
            case PUBLISHING -> endOrRefuse(stream, status, status.is(StatusCode.UNPUBLISH_SUCCESS));
            case PLAYING -> endOrRefuse(stream, status, isEndOfPlay(status));
            case IDLE -> {}
        }
    }

    private void startOrRefuse(MessageStream stream, Status status, boolean starts) {
        if (starts) {
            started(stream, status);
        } else if (status.isError()) {
            refused(stream, status);
        }
    }

    private void endOrRefuse(MessageStream stream, Status status, boolean ends) {
        if (ends) {
            ended(stream, status);
        } else if (status.isError()) {
            refused(stream, status);
        }
    }

    private static boolean isEndOfPlay(Status status) {
        return status.is(StatusCode.PLAY_UNPUBLISH_NOTIFY)
                || status.is(StatusCode.PLAY_STOP)
                || status.is(StatusCode.PLAY_COMPLETE);
    }

    private void started(MessageStream stream, Status status) {
        HeldMedia held = stream.accepted();
        starting.values().remove(stream.id());
        if (stream.state() == StreamState.PUBLISHING) {
            events.publishStarted(stream.id(), status);
        } else {
            events.playStarted(stream.id(), status);
            for (MediaMessage message : held.messages()) {
                media(message); // the owner may have stopped it meanwhile
            }
        }
    }

    private void refused(MessageStream stream, Status status) {
        stream.ended();
        starting.values().remove(stream.id());
        events.streamRefused(stream.id(), status);
    }

    private void ended(MessageStream stream, Status status) {
        stream.ended();
        events.streamEnded(stream.id(), status);
    }

    private void everythingEnded(Status status) {
        for (MessageStream stream : streams.all()) {
            if (stream.state() != StreamState.IDLE) {
                ended(stream, status);
            }
        }
    }

    private void media(MediaMessage message) {
        MessageStream stream = streams.get(message.streamId());
        if (stream == null || !stream.state().isPlay() || message.payload().length == 0 || isForUs(stream, message)) {
            return;
        }
        if (stream.state() == StreamState.PLAYING) {
            events.media(message);
        } else {
            stream.held().offer(message);
        }
    }

    /** Data messages that servers send of their own and that belong to no stream: they end here. */
    private boolean isForUs(MessageStream stream, MediaMessage message) {
        if (message.kind() != MediaMessage.Kind.DATA) {
            return false;
        }
        return switch (DataMessages.nameOf(message.payload())) {
            case DataMessages.SAMPLE_ACCESS, DataMessages.ON_STATUS -> true;
            case DataMessages.ON_PLAY_STATUS -> {
                status(stream, Status.read(DataMessages.valueOf(message.payload(), amfLimits)));
                yield true;
            }
            default -> message.payload().length > maxMetadataBytes;
        };
    }

    /** Some servers send the status of the only stream on id 0. */
    private Optional<MessageStream> streamOf(int streamId) {
        return streamId == 0 ? streams.only(stream -> stream.state() != StreamState.IDLE) : streams.find(streamId);
    }

    private double nextTransaction() {
        return ++lastTransaction;
    }
}
