package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.testkit.Clip;
import dev.headwater.testkit.Ffmpeg;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Programs that were written for SRS and nginx-rtmp find what they look for, through any node. */
class OldExportersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void exporterOfSrsReadsTheClusterThroughTheEdge() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("they know each other").until(() -> edge.knows(origin) && origin.knows(edge));
            try (var encoder = Encoder.at(origin, "show", 0);
                    var viewer = Viewer.of(edge, "show")) {
                viewer.awaitFrame(encoder.sendGop());
                var srs = "/srs/api/v1/";
                for (String path : List.of("versions", "summaries", "vhosts/__defaultVhost__")) {
                    assertThat(edge.json("/api/v1/" + path).fieldNames())
                            .as("what SRS has there and we have not")
                            .isEqualTo(edge.json(srs + path).fieldNames());
                }
                var versions = edge.json(srs + "versions");
                assertThat(versions.getInteger("code")).isZero();
                assertThat(versions.getJsonObject("data").getMap()).containsKeys("major", "version");

                var system = edge.json(srs + "summaries").getJsonObject("data").getJsonObject("system");
                assertThat(system.getInteger("conn_srs")).isEqualTo(1);
                assertThat(system.getInteger("cpus")).isPositive();
                assertThat(system.getDouble("mem_ram_percent")).isBetween(0.0, 1.0);

                var show = edge.json(srs + "streams?start=0&count=10")
                        .getJsonArray("streams")
                        .getJsonObject(0);
                assertThat(show.getString("name")).isEqualTo("show");
                assertThat(show.getString("app")).isEqualTo("live");
                assertThat(show.getInteger("clients")).isEqualTo(2);
                assertThat(show.getLong("recv_bytes")).isPositive();
                assertThat(show.getLong("send_bytes")).isPositive();
                assertThat(show.getJsonObject("kbps").getMap()).containsKeys("recv_30s", "send_30s");
                await("the codec is announced")
                        .atMost(PATIENCE)
                        .until(() -> Optional.ofNullable(edge.json(srs + "streams/live/show")
                                        .getJsonObject("stream")
                                        .getJsonObject("video"))
                                .map(video -> video.getString("codec"))
                                .equals(Optional.of("H264")));

                var clients = edge.json(srs + "clients").getJsonArray("clients");
                assertThat(clients.stream().map(client -> ((JsonObject) client).getString("type")))
                        .containsExactlyInAnyOrder("rtmp-play", "fmle-publish");
                String cid = show.getJsonObject("publish").getString("cid");
                assertThat(edge.json(srs + "clients/" + cid)
                                .getJsonObject("client")
                                .getBoolean("publish"))
                        .isTrue();
                var vhost = edge.json(srs + "vhosts").getJsonArray("vhosts").getJsonObject(0);
                assertThat(vhost.getInteger("streams")).isOne();
                assertThat(vhost.getInteger("clients")).isEqualTo(2);

                assertThat(edge.json("DELETE", srs + "clients/" + cid).getInteger("code"))
                        .isZero();
                encoder.peer().awaitClose();
                await("he is gone")
                        .until(() -> edge.json(srs + "clients/" + cid).getInteger("code") == 2049);
                assertThat(edge.json("DELETE", srs + "clients/" + cid).getInteger("code"))
                        .isEqualTo(2049);
            }
        }
    }

    @Test
    void srsHasAPortOfItsOwnAndItsBytesOnlyGrow() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin("management.srs-port=0");
            try (var encoder = Encoder.at(origin, "show", 0)) {
                long sent;
                try (var viewer = Viewer.of(origin, "show")) {
                    viewer.awaitFrame(encoder.sendGop());
                    await("both are counted")
                            .atMost(PATIENCE)
                            .until(() -> srsShow(origin).getInteger("clients") == 2
                                    && srsShow(origin).getLong("send_bytes") > 0);
                    sent = srsShow(origin).getLong("send_bytes");
                }
                await("the viewer has left")
                        .atMost(PATIENCE)
                        .until(() -> srsShow(origin).getInteger("clients") == 1);
                assertThat(srsShow(origin).getLong("send_bytes")).isGreaterThanOrEqualTo(sent);
                String cid = srsShow(origin).getJsonObject("publish").getString("cid");
                assertThat(new JsonObject(origin.get("management.srs-port", "/api/v1/clients/" + cid))
                                .getJsonObject("client")
                                .getBoolean("publish"))
                        .isTrue();
                encoder.fcUnpublish();
            }
        }
    }

    private static JsonObject srsShow(LiveNode node) {
        var streams = new JsonObject(node.get("management.srs-port", "/api/v1/streams")).getJsonArray("streams");
        return streams.isEmpty() ? new JsonObject().put("clients", 0) : streams.getJsonObject(0);
    }

    @Test
    void srsOriginIsToldWhereItsEdgesFindAStream() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("they know each other").until(() -> edge.knows(origin) && origin.knows(edge));
            try (var encoder = Encoder.at(origin, "show", 0)) {
                var query = "/api/v1/clusters?vhost=__defaultVhost__&ip=1.2.3.4&app=live&stream=";
                var found = new JsonObject(edge.get("http.port", query + "show"));
                assertThat(found.getInteger("code")).isZero();
                var owner = found.getJsonObject("data").getJsonObject("origin");
                assertThat(owner.getString("ip")).isEqualTo("127.0.0.1");
                assertThat(owner.getInteger("port")).isEqualTo(origin.rtmpPort());
                var unknown = new JsonObject(edge.get("http.port", query + "other"));
                assertThat(unknown.getInteger("code")).isZero();
                assertThat(unknown.getJsonObject("data").getValue("origin")).isNull();
                encoder.fcUnpublish();
            }
        }
    }

    @Test
    void exporterOfNginxRtmpReadsItsPageAndItsControlEndsRealClients() throws Exception {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            var edge = cluster.edge();
            await("they know each other").until(() -> edge.knows(origin) && origin.knows(edge));
            var ffmpeg = Ffmpeg.shipped();
            try (var publisher = ffmpeg.publish(Clip.H264_AAC, origin.url("show"));
                    var player = ffmpeg.watch(edge.url("show"), Duration.ofMinutes(2))) {
                String stream = "/rtmp/server/application[name='live']/live/stream[name='show']";
                await("both are there")
                        .atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(text(edge, stream + "/nclients")).isEqualTo("2"));
                await("the player is sent something")
                        .atMost(PATIENCE)
                        .until(() -> !text(edge, stream + "/bytes_out").equals("0")
                                && !text(edge, "/rtmp/bw_in").equals("0"));
                assertThat(text(edge, "count(" + stream + "/client[publishing])"))
                        .isEqualTo("1");
                assertThat(text(edge, stream + "/client[publishing]/address")).isEqualTo("127.0.0.1");
                assertThat(text(edge, stream + "/client[publishing]/flashver")).startsWith("FMLE/");

                String drop = "/control/drop/%s?app=live&name=show";
                assertThat(edge.get("management.port", drop.formatted("subscriber") + "&addr=192.0.2.1"))
                        .isEqualTo("0");
                assertThat(origin.get("management.port", drop.formatted("subscriber")))
                        .isEqualTo("1");
                player.awaitExit(PATIENCE);
                assertThat(publisher.isRunning()).isTrue();
                assertThat(edge.get("management.port", drop.formatted("publisher")))
                        .isEqualTo("1");
                publisher.awaitExit(PATIENCE);
                await("the page is empty")
                        .atMost(PATIENCE)
                        .until(() -> text(edge, "count(//stream)").equals("0"));
            }
        }
    }

    @Test
    void pageOfAnotherSiteDropsNobody() {
        try (var cluster = new LiveCluster()) {
            var origin = cluster.origin();
            try (var encoder = Encoder.at(origin, "show", 0)) {
                for (var header : List.of(
                        List.of("sec-fetch-site", "cross-site"),
                        List.of("sec-fetch-site", "same-site"),
                        List.of("referer", "http://evil.example/"))) {
                    assertThat(origin.status(
                                    "/control/drop/publisher?app=live&name=show", header.getFirst(), header.getLast()))
                            .isEqualTo(403);
                }
                assertThat(origin.streams()).containsExactly("show@origin-1");
                encoder.fcUnpublish();
            }
        }
    }

    private static String text(LiveNode node, String path) throws Exception {
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        node.get("management.port", "/stat").getBytes(UTF_8)));
        return XPathFactory.newInstance().newXPath().evaluate(path, page);
    }
}
