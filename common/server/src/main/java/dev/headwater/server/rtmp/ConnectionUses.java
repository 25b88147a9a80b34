package dev.headwater.server.rtmp;

import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.EndReason;
import dev.headwater.server.clients.ClientUse;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The publishers and players on one connection, by message stream; no more than {@code rtmp.max-message-streams}. Who leaves while
 * all are told is taken out without harm. Confined to the connection's event loop.
 */
final class ConnectionUses {
    private final IntObjectMap<RtmpPublisher> publishers = new IntObjectHashMap<>(2);
    private final IntObjectMap<RtmpPlayer> players = new IntObjectHashMap<>(2);

    void add(RtmpPublisher publisher) {
        publishers.put(publisher.streamId(), publisher);
    }

    void add(RtmpPlayer player) {
        players.put(player.streamId(), player);
    }

    @Nullable
    RtmpPublisher publisher(int streamId) {
        return publishers.get(streamId);
    }

    @Nullable
    RtmpPlayer player(int streamId) {
        return players.get(streamId);
    }

    @Nullable
    RtmpPublisher removePublisher(int streamId) {
        return publishers.remove(streamId);
    }

    @Nullable
    RtmpPlayer removePlayer(int streamId) {
        return players.remove(streamId);
    }

    /** Unless another has its place already. */
    void remove(RtmpPublisher publisher) {
        publishers.remove(publisher.streamId(), publisher);
    }

    /** Unless another has its place already. */
    void remove(RtmpPlayer player) {
        players.remove(player.streamId(), player);
    }

    boolean isEmpty() {
        return publishers.isEmpty() && players.isEmpty();
    }

    Optional<RtmpPublisher> publishing(StreamKey key) {
        return publishers.values().stream()
                .filter(publisher -> publisher.publishes(key))
                .findFirst();
    }

    List<ClientUse> list() {
        var uses = new ArrayList<ClientUse>(publishers.size() + players.size());
        publishers.values().forEach(publisher -> publisher.use().ifPresent(uses::add));
        players.values().forEach(player -> player.use().ifPresent(uses::add));
        return uses;
    }

    /** What was read of the socket in one go may leave. */
    void flushPublishers() {
        for (RtmpPublisher publisher : publishers.values()) {
            publisher.flush();
        }
    }

    /** The players are other nodes. */
    void tellDelays() {
        for (RtmpPlayer player : players.values()) {
            player.tellDelay();
        }
    }

    void sendPublishersAway() {
        for (RtmpPublisher publisher : publishersNow()) {
            publisher.sendAway();
        }
    }

    /** All are told why. */
    void end(EndReason reason) {
        for (RtmpPublisher publisher : publishersNow()) {
            publisher.end(reason);
        }
        for (RtmpPlayer player : players.values().toArray(RtmpPlayer[]::new)) {
            player.ended(reason);
        }
    }

    /** The connection is over; nobody can be told. */
    void closed() {
        for (RtmpPublisher publisher : publishersNow()) {
            publisher.onConnectionLost();
        }
        publishers.clear();
        for (RtmpPlayer player : players.values().toArray(RtmpPlayer[]::new)) {
            player.left("closed");
        }
        players.clear();
    }

    private RtmpPublisher[] publishersNow() {
        return publishers.values().toArray(RtmpPublisher[]::new);
    }
}
