package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a node has of a stream.
 *
 * @param publishers clients of the node that publish it; its own record or another node's says who has the name
 * @param players clients of the node that play it, or wait for it
 * @param droppedFrames that these players could not take, all together
 * @param sentBitsPerSecond to these players, the mean of each since it came
 * @param traffic of all who were ever here
 * @param publisher the one of them that came last; empty if nobody did, as with a stream that a relay brings
 */
record StreamFigures(
        StreamKey key,
        int publishers,
        int players,
        long droppedFrames,
        long sentBitsPerSecond,
        TrafficFigures traffic,
        Optional<PublisherFigures> publisher,
        StreamPlace place) {
    private static final String PUBLISHER = "publisher";
    private static final long BITS = 8;
    private static final long MS_PER_SECOND = 1_000;
    private static final long LEAST_MS = 1_000;

    /** @param clients those of the node that use the stream, in the order in which they came */
    static StreamFigures of(
            StreamKey key, List<ClientSnapshot> clients, TrafficFigures traffic, StreamPlace place, Instant now) {
        int publishers = 0;
        int players = 0;
        long dropped = 0;
        long sentBits = 0;
        var last = Optional.<PublisherFigures>empty();
        for (ClientSnapshot client : clients) {
            for (ClientUse use : client.uses()) {
                if (!use.key().equals(key)) {
                    continue;
                }
                switch (use.kind()) {
                    case PUBLISHER -> {
                        publishers++;
                        last = Optional.of(PublisherFigures.of(client, use));
                    }
                    case PLAYER -> {
                        players++;
                        dropped += use.droppedFrames();
                        sentBits += bitsPerSecond(use, now);
                    }
                }
            }
        }
        return new StreamFigures(key, publishers, players, dropped, sentBits, traffic, last, place);
    }

    /** Somebody who has just come is not divided by nothing. */
    private static long bitsPerSecond(ClientUse use, Instant now) {
        long ms = Math.max(LEAST_MS, Duration.between(use.since(), now).toMillis());
        return use.bytes() * BITS * MS_PER_SECOND / ms;
    }

    static StreamFigures read(Fields fields) {
        return new StreamFigures(
                fields.key("stream"),
                (int) fields.number("publishers", 0, Integer.MAX_VALUE),
                (int) fields.number("players", 0, Integer.MAX_VALUE),
                fields.numberIfThere("dropped_frames", Long.MAX_VALUE),
                fields.numberIfThere("sent_bits_per_second", Long.MAX_VALUE),
                TrafficFigures.read(fields),
                fields.objectIfThere(PUBLISHER).map(PublisherFigures::read),
                StreamPlace.read(fields));
    }

    /** For the other nodes. */
    JsonObject json() {
        var json = traffic.put(counts()).put("stream", key.toString()).put("sent_bits_per_second", sentBitsPerSecond);
        publisher.ifPresent(one -> json.put(PUBLISHER, one.json()));
        return json;
    }

    /** For operators; who publishes and what went is told of the stream as a whole. */
    JsonObject json(String node) {
        return new JsonObject().put("node", node).mergeIn(counts());
    }

    private JsonObject counts() {
        return place.put(new JsonObject()
                .put("publishers", publishers)
                .put("players", players)
                .put("dropped_frames", droppedFrames));
    }

    /** Whether the node has something to do with the stream now. */
    boolean isThere() {
        return publishers > 0 || players > 0 || !place.equals(StreamPlace.NONE);
    }

    /** Whether there is nothing to tell: it had nothing to do with it lately either. */
    boolean isNothing() {
        return !isThere() && traffic.equals(TrafficFigures.NONE);
    }
}
