package dev.headwater.server.compat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A stream, read from our own answer. */
record StreamSummary(JsonObject json) {
    /** Codecs as SRS and nginx-rtmp call them, by four-character code. */
    private static final Map<String, String> VIDEO =
            Map.of("avc1", "H264", "hvc1", "HEVC", "vvc1", "VVC", "av01", "AV1", "vp08", "VP8", "vp09", "VP9");

    private static final Map<String, String> AUDIO =
            Map.of("mp4a", "AAC", "Opus", "Opus", ".mp3", "MP3", "ac-3", "AC3", "ec-3", "EAC3", "fLaC", "FLAC");

    String app() {
        return json.getString("app");
    }

    String name() {
        return json.getString("name");
    }

    /** {@code app/name}. */
    String key() {
        return app() + "/" + name();
    }

    Instant startedAt() {
        return json.getInstant("started_at");
    }

    int players() {
        return json.getInteger("players");
    }

    /** Who publishes or plays it. */
    int clients() {
        return players()
                + nodes().mapToInt(node -> node.getInteger("publishers")).sum();
    }

    private Stream<JsonObject> nodes() {
        return json.getJsonArray("nodes").stream().map(JsonObject.class::cast);
    }

    /** The client that publishes it; empty if a relay does. */
    Optional<String> publisherId() {
        return Optional.ofNullable(json.getJsonObject("publisher")).map(publisher -> publisher.getString("client"));
    }

    Traffic traffic() {
        return new Traffic(
                json.getLong("received_bytes"),
                json.getLong("sent_bytes"),
                bitsPerSecond("video") + bitsPerSecond("audio"),
                json.getLong("sent_bits_per_second"));
    }

    private double bitsPerSecond(String track) {
        return json.getJsonObject(track, new JsonObject()).getLong("bits_per_second", 0L);
    }

    Optional<Track> video() {
        return track("video", VIDEO);
    }

    Optional<Track> audio() {
        return track("audio", AUDIO);
    }

    /** What its frames have told, or at least the codec that the cluster knows. */
    private Optional<Track> track(String kind, Map<String, String> names) {
        return Optional.ofNullable(json.getJsonObject(kind))
                .or(() -> Stream.of(json.getString("codecs", "").split(","))
                        .filter(names::containsKey)
                        .map(codec -> new JsonObject().put("codec", codec))
                        .findFirst())
                .map(track -> new Track(names.getOrDefault(track.getString("codec"), track.getString("codec")), track));
    }

    /**
     * Its picture or its sound.
     *
     * @param codec as SRS and nginx-rtmp call it
     */
    record Track(String codec, JsonObject json) {
        /** A profile or a level; empty if it is not known. */
        String text(String name) {
            return json.getString(name, "");
        }

        /** A size, a rate or a number of channels; 0 if it is not known. */
        Number figure(String name) {
            return json.getNumber(name, 0);
        }
    }
}
