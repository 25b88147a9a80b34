package dev.headwater.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.Refusals;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Access;
import dev.headwater.server.auth.BusyException;
import dev.headwater.server.auth.Denial;
import dev.headwater.server.auth.Verdict;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.route.EdgeChoice;
import dev.headwater.server.route.Endpoint;
import dev.headwater.server.route.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The route as HTTP clients see it, over real sockets. */
class RouteTest {
    private static final StreamKey ONE = new StreamKey("live", "one");
    private static final StreamKey ON_DEMAND = new StreamKey("live", "on-demand");

    private final Vertx vertx = Vertx.vertx();
    private Access access = Access.AUTHORISED;
    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalStreamDirectory streams = new LocalStreamDirectory();
    private final LocalNodeDirectory nodes = new LocalNodeDirectory();
    private final NodeMetrics metrics =
            new NodeMetrics(new SimpleMeterRegistry(), new NodeMetrics.NodeTags("n", "west", "edge", "test"));
    private final NodesView view = new NodesView(nodes, new Steps()::next);
    private final HttpListener server = HttpPort.open(
            vertx,
            metrics,
            new RouteHandler(
                    new Routes(
                            streams,
                            view,
                            new EdgeChoice(view, RandomGenerator.of("L64X128MixRandom")),
                            ON_DEMAND::equals,
                            "west"),
                    attempt -> access.authorise(attempt),
                    (app, way) -> !app.equals("plain") || (way != Endpoint.HLS && way != Endpoint.DASH),
                    metrics.routes));

    /** A clock by which no two questions are of the same moment, so that each sees what was just announced. */
    private static final class Steps {
        private long now;

        long next() {
            now += 10_000_000_000L;
            return now;
        }
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().await();
    }

    private void live(StreamKey key) {
        streams.claim(new ClaimRequest(key, "o1", "127.0.0.1", 19_350, "west", ClaimPolicy.TAKEOVER, 0, "", 0))
                .await();
    }

    private void edge(String id, String zone, double load) {
        edge(id, zone, load, Refusals.NONE);
    }

    private void edge(String id, String zone, double load, Refusals refusals) {
        nodes.announce(TestNode.edge(id)
                .zone(zone)
                .hosts("10.0.0.1", "127.0.0.1", id + ".example")
                .rtmp(1935)
                .rtmps(id.startsWith("w") ? 1936 : 0)
                .http(8080)
                .https(id.startsWith("w") ? 8443 : 0)
                .load(load)
                .streams(ONE)
                .refusals(refusals)
                .record());
    }

    private HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    private HttpResponse<String> send(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(path + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private void twoZones() {
        live(ONE);
        edge("w1", "west", 0.5);
        edge("w2", "west", 0.1);
        edge("e1", "east", 0.0);
    }

    @Test
    void theBestEdgeOfThisZoneIsToldWithTheOthersBehindIt() {
        twoZones();
        var answer = get("/route/live/one");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "content-type")).isEqualTo("application/json");
        assertThat(header(answer, "cache-control")).isEqualTo("no-store");
        assertThat(header(answer, "vary")).contains("accept");
        var body = new JsonObject(answer.body());
        assertThat(body.getJsonObject("edge"))
                .isEqualTo(new JsonObject()
                        .put("node", "w2")
                        .put("zone", "west")
                        .put("load", 0.1)
                        .put("has_stream", true)
                        .put(
                                "urls",
                                new JsonObject()
                                        .put("rtmp", "rtmp://w2.example:1935/live/one")
                                        .put("rtmps", "rtmps://w2.example:1936/live/one")
                                        .put("hls", "http://w2.example:8080/live/one.m3u8")
                                        .put("dash", "http://w2.example:8080/live/one.mpd")
                                        .put("flv", "http://w2.example:8080/live/one.flv")
                                        .put("ws", "ws://w2.example:8080/live/one.flv")));
        assertThat(nodes(body.getJsonArray("alternatives"))).containsExactly("w1", "e1");
        assertThat(metrics.routes.found.count()).isOne();
    }

    @Test
    void whoWantsTlsIsSentWhereItIsSpoken() {
        live(ONE);
        edge("e1", "west", 0.0);
        assertThat(get("/route/live/one?redirect=rtmps").statusCode()).isEqualTo(503);
        edge("w1", "west", 0.5);
        assertThat(header(get("/route/live/one?redirect=rtmps"), "location"))
                .isEqualTo("rtmps://w1.example:1936/live/one");
        assertThat(header(get("/route/live/one?redirect"), "location")).isEqualTo("rtmp://e1.example:1935/live/one");
    }

    @Test
    void nobodyIsSentToAnEdgeThatRefusesHim() {
        live(ONE);
        var full = new Refusals(true, false, false);
        for (int i = 0; i < 9; i++) {
            edge("w" + i, "west", 1, full);
        }
        assertThat(get("/route/live/one?redirect").statusCode()).isEqualTo(503);
        assertThat(header(get("/route/live/one?redirect=flv"), "location")).contains("http://w");
        var best = new JsonObject(get("/route/live/one").body()).getJsonObject("edge");
        assertThat(best.getJsonObject("urls").fieldNames()).containsExactly("hls", "dash", "flv", "ws");
        edge("far", "east", 0.1);
        assertThat(header(get("/route/live/one?redirect"), "location")).isEqualTo("rtmp://far.example:1935/live/one");
    }

    @Test
    void whereAllEdgesAreFullTheCallerIsToldWhenToAskAgain() {
        live(ONE);
        edge("w1", "west", 1, new Refusals(true, true, true));
        var answer = get("/route/live/one");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "retry-after")).isEqualTo("2");
    }

    @Test
    void whoWantsHlsIsSentToAPlaylist() {
        twoZones();
        assertThat(header(get("/route/live/one?redirect=hls&token=right"), "location"))
                .isEqualTo("http://w2.example:8080/live/one.m3u8?token=right");
    }

    @Test
    void anAppWithoutHlsIsNamedByTheOtherWays() {
        live(new StreamKey("plain", "one"));
        edge("w1", "west", 0);
        assertThat(new JsonObject(get("/route/plain/one").body())
                        .getJsonObject("edge")
                        .getJsonObject("urls")
                        .fieldNames())
                .containsExactly("rtmp", "rtmps", "flv", "ws");
        for (String way : List.of("hls", "dash")) {
            assertThat(get("/route/plain/one?redirect=" + way).statusCode()).isEqualTo(404);
        }
        assertThat(get("/route/plain/one?redirect=flv").statusCode()).isEqualTo(302);
    }

    @Test
    void whoMayNotPlayAStreamDoesNotHearWhetherItIsLive() {
        twoZones();
        access = attempt -> Future.succeededFuture(
                attempt.parameter("token").isPresent()
                        ? new Verdict.Allowed(attempt.asked())
                        : new Verdict.Denied(Denial.NO_CREDENTIAL, "no credentials", false));
        var live = get("/route/live/one");
        var none = get("/route/live/none?redirect");
        assertThat(live.statusCode()).isEqualTo(403);
        assertThat(none.statusCode()).isEqualTo(403);
        assertThat(live.body()).isEqualTo(none.body());
        assertThat(metrics.routes.denied.count()).isEqualTo(2);
        String clusters = "/api/v1/clusters?app=live&stream=";
        assertThat(get(clusters + "one").body())
                .isEqualTo(get(clusters + "none").body().replace("none", "one"));
        assertThat(get("/route/live/one?token=right").statusCode()).isEqualTo(200);
        assertThat(get("/route/live/none?token=right").statusCode()).isEqualTo(404);
    }

    @Test
    void aKeyThatStandsForAStreamIsLookedUpByItsNameAndHandedOnAsItIs() {
        twoZones();
        access = attempt -> Future.succeededFuture(new Verdict.Allowed(ONE));
        assertThat(header(get("/route/live/k3y?redirect"), "location")).isEqualTo("rtmp://w2.example:1935/live/k3y");
        var answer = get("/route/live/k3y");
        assertThat(answer.body()).doesNotContain("live/one");
        assertThat(new JsonObject(answer.body()).getJsonObject("edge").getBoolean("has_stream"))
                .isTrue();
        edge("o1", "west", 0);
        assertThat(get("/api/v1/clusters?app=live&stream=k3y").body()).contains("o1.example");
    }

    private static List<String> nodes(JsonArray edges) {
        return edges.stream()
                .map(JsonObject.class::cast)
                .map(edge -> edge.getString("node"))
                .toList();
    }

    @Test
    void aCallerMayNameItsZone() {
        twoZones();
        var body = new JsonObject(get("/route/live/one?zone=east").body());
        assertThat(body.getString("zone")).isEqualTo("east");
        assertThat(body.getJsonObject("edge").getString("node")).isEqualTo("e1");
        body = new JsonObject(get("/route/live/one?zone=nowhere").body());
        assertThat(body.getJsonObject("edge").getString("node")).isEqualTo("e1");
    }

    @Test
    void whoAsksForARedirectOrTakesNoJsonIsSentThere() {
        twoZones();
        for (var answer : List.of(
                get("/route/live/one?redirect"),
                get("/route/live/one?redirect=rtmp"),
                get("/route/live/one", "Accept", "video/*"))) {
            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(header(answer, "location")).isEqualTo("rtmp://w2.example:1935/live/one");
            assertThat(header(answer, "cache-control")).isEqualTo("no-store");
        }
        assertThat(get("/route/live/one", "Accept", "text/html, */*;q=0.1").statusCode())
                .isEqualTo(200);
        assertThat(metrics.routes.redirected.count()).isEqualTo(3);
    }

    @Test
    void whatIsNotForTheRouteIsHandedOnToTheEdge() {
        twoZones();
        assertThat(header(get("/route/live/one?zone=east&token=a%2Fb&redirect"), "location"))
                .isEqualTo("rtmp://e1.example:1935/live/one?token=a%2Fb");
    }

    @Test
    void edgesMayHaveNamesThatAreNoDomain() {
        live(ONE);
        edge("w_1", "west", 0);
        edge("w.1", "west", 0.5);
        var body = new JsonObject(get("/route/live/one").body());
        assertThat(body.getJsonObject("edge").getJsonObject("urls").getString("hls"))
                .isEqualTo("http://w_1.example:8080/live/one.m3u8");
        assertThat(header(get("/route/live/one?redirect"), "location")).isEqualTo("rtmp://w_1.example:1935/live/one");
    }

    @Test
    void namesAreThoseOfTheCluster() {
        var key = new StreamKey("live/sports", "fu\u00dfball");
        live(key);
        edge("w1", "west", 0);
        assertThat(header(get("/route/live/sports/fu%C3%9Fball?redirect"), "location"))
                .isEqualTo("rtmp://w1.example:1935/live/sports/fu%C3%9Fball");
        for (var illegal : List.of("/route/", "/route/live/a%2F..%2Fb", "/route/live/%00", "/route/live/.hidden")) {
            var answer = get(illegal);
            assertThat(answer.statusCode()).as(illegal).isEqualTo(400);
            assertThat(new JsonObject(answer.body()).getString("error")).isNotEmpty();
        }
        assertThat(get("/route/live/one?redirect=gopher").statusCode()).isEqualTo(400);
        assertThat(metrics.routes.malformed.count()).isEqualTo(5);
    }

    @Test
    void aStreamThatNobodyPublishesIsNotFound() {
        edge("w1", "west", 0);
        var answer = get("/route/live/nobody");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("no such stream");
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutAnEdgeTheCallerIsToldWhenToAskAgain() {
        live(ONE);
        var answer = get("/route/live/one");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "retry-after")).isEqualTo("2");
        assertThat(metrics.routes.unavailable.count()).isOne();
    }

    @Test
    void whoseTokenCannotBeLookedAtNowIsToldWhenToAskAgain() {
        access = attempt -> Future.failedFuture(new BusyException(1));
        var answer = get("/route/live/one");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(header(answer, "retry-after")).isEqualTo("2");
    }

    @Test
    void withoutAnEdgeTheOriginThatHasTheStreamIsTold() {
        live(ONE);
        nodes.announce(
                TestNode.origin("o1").zone("west").host("10.0.0.1").rtmp(1935).record());
        var answer = get("/route/live/one");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()).getJsonObject("edge").getString("node"))
                .isEqualTo("o1");
        edge("w1", "west", 0.9);
        assertThat(new JsonObject(get("/route/live/one").body())
                        .getJsonObject("edge")
                        .getString("node"))
                .isEqualTo("w1");
    }

    @Test
    void aStreamThatAPlayBringsIsThereForWhoAsks() {
        assertThat(get("/route/live/on-demand").statusCode()).isEqualTo(503);
        nodes.announce(
                TestNode.origin("o1").zone("west").host("10.0.0.1").rtmp(1935).record());
        assertThat(header(get("/route/live/on-demand?redirect"), "location"))
                .isEqualTo("rtmp://10.0.0.1:1935/live/on-demand");
        edge("w1", "west", 0.5);
        assertThat(get("/route/live/on-demand").statusCode()).isEqualTo(200);
    }

    @Test
    void everyPageMayAskAndNobodyMayWrite() {
        twoZones();
        assertThat(header(get("/route/live/one", "Origin", "https://example.com"), "access-control-allow-origin"))
                .isEqualTo("*");
        var preflight = send(
                "OPTIONS", "/route/live/one", "Origin", "https://example.com", "Access-Control-Request-Method", "GET");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(header(preflight, "access-control-allow-methods")).contains("GET");
        assertThat(send("POST", "/route/live/one").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/route/live/one").statusCode()).isEqualTo(200);
    }
}
