package dev.headwater.server.compat;

import dev.headwater.media.StreamKey;
import dev.headwater.server.role.Protocol;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Our streams and clients as SRS shows its own. */
final class SrsShapes {
    /** Where SRS puts what names no other; we have no others. */
    static final String VHOST = "__defaultVhost__";

    private static final String TC_URL = "rtmp://" + VHOST + "/";
    private static final double KILO = 1_000;

    private SrsShapes() {}

    static JsonObject vhost(Census.Shown shown) {
        return put(
                new JsonObject()
                        .put("id", VHOST)
                        .put("name", VHOST)
                        .put("enabled", true)
                        .put(
                                "clients",
                                shown.streams().stream()
                                        .mapToInt(StreamSummary::clients)
                                        .sum())
                        .put("streams", shown.streams().size())
                        .put("hls", new JsonObject().put("enabled", true)),
                shown.traffic());
    }

    static JsonObject stream(StreamSummary stream, Instant now) {
        var publish = new JsonObject().put("active", true);
        stream.publisherId().ifPresent(id -> publish.put("cid", id));
        return put(
                new JsonObject()
                        .put("id", stream.key())
                        .put("name", stream.name())
                        .put("vhost", VHOST)
                        .put("app", stream.app())
                        .put("tcUrl", TC_URL + stream.app())
                        .put("url", "/" + stream.key())
                        .put("live_ms", now.toEpochMilli())
                        .put("clients", stream.clients())
                        .put("frames", 0)
                        .put("publish", publish)
                        .put("video", stream.video().map(SrsShapes::video).orElse(null))
                        .put("audio", stream.audio().map(SrsShapes::audio).orElse(null)),
                stream.traffic());
    }

    private static JsonObject video(StreamSummary.Track track) {
        return new JsonObject()
                .put("codec", track.codec())
                .put("profile", track.text("profile"))
                .put("level", track.text("level"))
                .put("width", track.figure("width"))
                .put("height", track.figure("height"));
    }

    private static JsonObject audio(StreamSummary.Track track) {
        return new JsonObject()
                .put("codec", track.codec())
                .put("sample_rate", track.figure("sample_rate"))
                .put("channel", track.figure("channels"))
                .put("profile", track.text("profile"));
    }

    /** By the first thing that it does: SRS's clients do one. */
    static JsonObject client(Client client, Instant now) {
        Optional<Client.Use> use = client.uses().stream().findFirst();
        boolean publishes = use.map(Client.Use::publishes).orElse(false);
        Optional<StreamKey> key = use.map(Client.Use::key);
        String stream = key.map(StreamKey::toString).orElse("");
        return put(
                new JsonObject()
                        .put("id", client.id())
                        .put("vhost", VHOST)
                        .put("stream", stream)
                        .put("ip", client.address())
                        .put("pageUrl", "")
                        .put("swfUrl", "")
                        .put("tcUrl", TC_URL + key.map(StreamKey::app).orElse(""))
                        .put("url", "/" + stream)
                        .put("name", key.map(StreamKey::name).orElse(""))
                        .put("type", use.isEmpty() ? "Unknown" : publishes ? "fmle-publish" : player(client.protocol()))
                        .put("publish", publishes)
                        .put("alive", Duration.between(client.since(), now).toMillis() / KILO),
                Traffic.of(client, now));
    }

    private static String player(Protocol protocol) {
        return switch (protocol) {
            case RTMP -> "rtmp-play";
            case HTTP_FLV, WS_FLV -> "flv-play";
            case HLS -> "hls-play";
        };
    }

    private static JsonObject put(JsonObject json, Traffic traffic) {
        return json.put("send_bytes", traffic.sent())
                .put("recv_bytes", traffic.received())
                .put(
                        "kbps",
                        new JsonObject()
                                .put("recv_30s", Math.round(traffic.receivedBitsPerSecond() / KILO))
                                .put("send_30s", Math.round(traffic.sentBitsPerSecond() / KILO)));
    }
}
