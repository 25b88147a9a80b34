package dev.headwater.rtmp.session;

import dev.headwater.rtmp.message.AggregateMessage;
import dev.headwater.rtmp.message.DataMessages;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.MediaMessage.Kind;
import dev.headwater.rtmp.message.MessageType;
import java.util.function.Consumer;

/**
 * The way of a client's frames to the owner: from a stream that publishes they go on, from one whose publish is pending
 * the headers are held, anywhere else they are strays. Confined to the connection's event loop.
 */
final class PublishedMedia {
    private final MessageStreams streams;
    private final StrayMedia strays;
    private final int maxMetadataBytes;
    private final Consumer<MediaMessage> owner;

    PublishedMedia(MessageStreams streams, StrayMedia strays, int maxMetadataBytes, Consumer<MediaMessage> owner) {
        this.streams = streams;
        this.strays = strays;
        this.maxMetadataBytes = maxMetadataBytes;
        this.owner = owner;
    }

    /** Takes a message of type 8, 9, 15, 18 or 22. */
    void message(int typeId, int streamId, int timestamp, byte[] payload) {
        switch (typeId) {
            case MessageType.AUDIO -> frame(Kind.AUDIO, streamId, timestamp, payload);
            case MessageType.VIDEO -> frame(Kind.VIDEO, streamId, timestamp, payload);
            case MessageType.AGGREGATE ->
                AggregateMessage.unpack(
                        streamId,
                        timestamp,
                        payload,
                        part -> message(part.kind().typeId(), streamId, part.timestamp(), part.payload()));
            default -> data(DataMessages.fromWire(typeId, streamId, timestamp, payload));
        }
    }

    private void frame(Kind kind, int streamId, int timestamp, byte[] payload) {
        MessageStream stream = streams.get(streamId);
        if (stream == null || !stream.state().isPublish()) {
            strays.dropped(streamId);
        } else if (payload.length > 0) { // an empty one is a sign of life and no frame
            deliver(stream, new MediaMessage(kind, stream.id(), timestamp, payload));
        }
    }

    /** Our players get a sample access of our own, so one from an encoder ends here; so does metadata over the limit. */
    private void data(MediaMessage received) {
        MessageStream stream = streams.get(received.streamId());
        if (stream == null || !stream.state().isPublish()) {
            strays.dropped(received.streamId());
            return;
        }
        if (received.payload().length > maxMetadataBytes) {
            return;
        }
        DataMessages.published(received)
                .filter(data -> !DataMessages.nameOf(data.payload()).equals(DataMessages.SAMPLE_ACCESS))
                .ifPresent(data ->
                        deliver(stream, new MediaMessage(Kind.DATA, stream.id(), data.timestamp(), data.payload())));
    }

    private void deliver(MessageStream stream, MediaMessage message) {
        if (stream.state() == StreamState.PUBLISHING) {
            owner.accept(message);
        } else {
            stream.held().offer(message);
        }
    }
}
