package dev.headwater.server.compat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.role.Protocol;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** A client, read from our own answer. */
record Client(JsonObject json) {
    /** One publish or play of it. */
    record Use(JsonObject json) {
        /** {@code app/name}. */
        String stream() {
            return json.getString("stream");
        }

        StreamKey key() {
            return StreamKey.ofText(stream());
        }

        boolean publishes() {
            return json.getString("kind").equals("publisher");
        }

        Instant since() {
            return Instant.parse(json.getString("since"));
        }

        long bytes() {
            return json.getLong("bytes");
        }

        long droppedFrames() {
            return json.getLong("dropped_frames", 0L);
        }
    }

    String id() {
        return json.getString("id");
    }

    /** Its program, as it says. */
    String software() {
        return json.getString("software", "");
    }

    /** Without the port. */
    String address() {
        String peer = json.getString("peer");
        int colon = peer.lastIndexOf(':');
        String host = colon < 0 ? peer : peer.substring(0, colon);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    Protocol protocol() {
        return Protocol.named(json.getString("protocol")).orElseThrow();
    }

    Instant since() {
        return Instant.parse(json.getString("since"));
    }

    boolean publishes(String stream) {
        return uses().stream().anyMatch(use -> use.publishes() && use.stream().equals(stream));
    }

    List<Use> uses() {
        return json.getJsonArray("streams", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(Use::new)
                .toList();
    }
}
