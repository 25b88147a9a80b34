package dev.headwater.server.compat;

import dev.headwater.server.admin.Api;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The statistics page of nginx-rtmp, as XML. Confined to the server's event loop. */
final class NginxStat implements Api {
    private final Census census;
    private final Machine machine;

    NginxStat(Census census, Machine machine) {
        this.census = census;
        this.machine = machine;
    }

    @Override
    public void mount(Router router) {
        router.get("/stat").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        Answer.when(
                context,
                census.shown()
                        .compose(shown -> context.vertx() // thousands of streams are megabytes of text
                                .executeBlocking(() -> page(shown, Instant.now()), false)),
                xml -> Answer.send(context, "text/xml", xml));
    }

    private String page(Census.Shown shown, Instant now) {
        var xml = new XmlText();
        var byStream = ClientsByStream.of(shown.clients());
        var apps = shown.streams().stream()
                .collect(Collectors.groupingBy(StreamSummary::app, TreeMap::new, Collectors.toList()));
        xml.element("rtmp", () -> {
            xml.value("nginx_version", "headwater/" + machine.versionText())
                    .value("nginx_rtmp_version", "1.1.4") // the shape that follows
                    .value("pid", machine.processId())
                    .value("uptime", machine.uptimeSeconds())
                    .value("naccepted", machine.acceptedConnections());
            rates(xml, shown.traffic());
            xml.element(
                    "server",
                    () -> apps.forEach((app, ofApp) -> xml.element("application", () -> {
                        xml.value("name", app);
                        xml.element("live", () -> {
                            ofApp.forEach(stream -> stream(xml, stream, byStream.of(stream.key()), now));
                            xml.value(
                                    "nclients",
                                    ofApp.stream()
                                            .mapToLong(StreamSummary::clients)
                                            .sum());
                        });
                    })));
        });
        return xml.toString();
    }

    private static void rates(XmlText xml, Traffic traffic) {
        xml.value("bw_in", (long) traffic.receivedBitsPerSecond())
                .value("bytes_in", traffic.received())
                .value("bw_out", (long) traffic.sentBitsPerSecond())
                .value("bytes_out", traffic.sent());
    }

    /** @param clients the first of its clients */
    private static void stream(XmlText xml, StreamSummary stream, List<Client> clients, Instant now) {
        xml.element("stream", () -> {
            xml.value("name", stream.name()).value("time", millis(stream.startedAt(), now));
            rates(xml, stream.traffic());
            xml.value("bw_audio", rate(stream.audio())).value("bw_video", rate(stream.video()));
            clients.forEach(client -> client(xml, client, stream.key(), now));
            xml.element("meta", () -> {
                stream.video().ifPresent(track -> video(xml, track));
                stream.audio().ifPresent(track -> audio(xml, track));
            });
            xml.value("nclients", stream.clients()).empty("publishing").empty("active");
        });
    }

    private static Number rate(Optional<StreamSummary.Track> track) {
        return track.map(known -> known.figure("bits_per_second")).orElse(0);
    }

    private static void video(XmlText xml, StreamSummary.Track track) {
        xml.element(
                "video",
                () -> xml.value("width", track.figure("width"))
                        .value("height", track.figure("height"))
                        .value("frame_rate", track.figure("fps"))
                        .value("codec", track.codec())
                        .value("profile", track.text("profile"))
                        .value("compat", 0)
                        .value("level", track.text("level")));
    }

    private static void audio(XmlText xml, StreamSummary.Track track) {
        xml.element(
                "audio",
                () -> xml.value("codec", track.codec())
                        .value("profile", track.text("profile"))
                        .value("channels", track.figure("channels"))
                        .value("sample_rate", track.figure("sample_rate")));
    }

    private static void client(XmlText xml, Client client, String stream, Instant now) {
        long dropped = client.uses().stream()
                .filter(use -> use.stream().equals(stream))
                .mapToLong(Client.Use::droppedFrames)
                .sum();
        xml.element("client", () -> {
            xml.value("id", client.id())
                    .value("address", client.address())
                    .value("time", millis(client.since(), now))
                    .value("flashver", client.software())
                    .value("dropped", dropped)
                    .value("avsync", 0)
                    .value("timestamp", 0);
            if (client.publishes(stream)) {
                xml.empty("publishing");
            }
            xml.empty("active");
        });
    }

    private static long millis(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toMillis());
    }
}
