package dev.headwater.rtmp.session;

import io.netty.util.collection.IntObjectHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The message streams of one connection by id. Confined to the connection's event loop. */
final class MessageStreams {
    private final IntObjectHashMap<MessageStream> byId = new IntObjectHashMap<>();
    private final int limit;
    private @Nullable MessageStream onConnection;

    /** @param limit how many may exist at a time */
    MessageStreams(int limit) {
        this.limit = limit;
    }

    /** A new stream with the lowest free id, from 1 on; empty when there are as many as may be. */
    Optional<MessageStream> create() {
        if (byId.size() >= limit) {
            return Optional.empty();
        }
        int id = 1;
        while (byId.containsKey(id)) {
            id++;
        }
        return Optional.of(add(id));
    }

    /** The stream that the peer created with this id; what was known of an older one with it is forgotten. */
    MessageStream add(int id) {
        var stream = new MessageStream(id);
        byId.put(id, stream);
        return stream;
    }

    /** The stream with this id. On id 0, the one that {@link #findOrOnly} found there last. For the way of a frame. */
    @Nullable
    MessageStream get(int id) {
        MessageStream stream = byId.get(id);
        return stream == null && id == 0 ? onConnection : stream;
    }

    Optional<MessageStream> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The stream with this id, or the only one that exists: old encoders send publish and play on id 0 (rtmp.md 7), and
     * their frames too.
     */
    Optional<MessageStream> findOrOnly(int id) {
        MessageStream stream = byId.get(id);
        if (stream != null) {
            return Optional.of(stream);
        }
        Optional<MessageStream> only = only(any -> true);
        if (id == 0 && only.isPresent()) {
            onConnection = only.get();
        }
        return only;
    }

    /** The single stream that fits; empty when none or several do. */
    Optional<MessageStream> only(Predicate<MessageStream> wanted) {
        MessageStream found = null;
        for (MessageStream stream : byId.values()) {
            if (wanted.test(stream)) {
                if (found != null) {
                    return Optional.empty();
                }
                found = stream;
            }
        }
        return Optional.ofNullable(found);
    }

    /** Takes a stream away, and ends what runs on it. */
    void remove(int id) {
        MessageStream removed = byId.remove(id);
        if (removed != null) {
            removed.ended();
        }
        if (removed == onConnection) {
            onConnection = null;
        }
    }

    /** Takes all away. */
    void clear() {
        all().forEach(stream -> remove(stream.id()));
    }

    /** All streams now; they may be removed meanwhile. */
    List<MessageStream> all() {
        return List.copyOf(byId.values());
    }
}
