package dev.headwater.deploy.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.headwater.server.launch.Node;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.testkit.Patience;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A running node as its clients and its operator see it. Thread-safe. */
record LiveNode(Node node) {
    static final String APP = "live";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

    int rtmpPort() {
        return node.port("rtmp.port");
    }

    String url(String stream) {
        return "rtmp://127.0.0.1:%d/%s/%s".formatted(rtmpPort(), APP, stream);
    }

    /** @param file of the app, such as {@code name.flv} */
    String httpUrl(String scheme, String file) {
        return "%s://127.0.0.1:%d/%s/%s".formatted(scheme, node.port("http.port"), APP, file);
    }

    /** A client of the RTMP port after its connect. */
    ScriptedPeer client() {
        return ScriptedPeer.connected(rtmpPort(), APP);
    }

    NodeMetrics metrics() {
        return node.metrics();
    }

    /** The sum of the series of {@code name} that have all of {@code tags}, from the metrics page; 0 if there is none. */
    double metric(String name, String... tags) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> Stream.of(tags).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The records of the directory as this node sees it, as {@code name@origin}. */
    List<String> streams() {
        return new JsonObject(get("/api/v1/streams"))
                .getJsonArray("streams").stream()
                        .map(JsonObject.class::cast)
                        .map(record -> record.getString("name") + "@" + record.getString("origin"))
                        .toList();
    }

    /** Waits until the directory has the stream at {@code owner}, as this node sees it. */
    void awaitStream(String name, LiveNode owner) {
        String record = name + "@" + owner.node().name();
        await(record).atMost(Patience.LIMIT).until(() -> streams().contains(record));
    }

    /** Whether {@code other} has announced itself to this node. */
    boolean knows(LiveNode other) {
        return knows(other.node().name());
    }

    /** Whether a node of that name has announced itself to this one. */
    boolean knows(String name) {
        return new JsonObject(get("/api/v1/nodes"))
                .getJsonArray("nodes").stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(record -> name.equals(record.getString("id")));
    }

    /** Where this node says that {@code stream} is best played. */
    JsonObject route(String stream) {
        return new JsonObject(get("http.port", "/route/" + APP + "/" + stream));
    }

    /** Whether a load balancer would send clients here. */
    boolean isReady() {
        return new JsonObject(get("/readyz")).getString("status").equals("up");
    }

    /** What the API answers to a GET. */
    JsonObject api(String path) {
        return new JsonObject(get("/api/v1/" + path));
    }

    /** What the API answers to a POST, with this status. */
    JsonObject post(int status, String path) {
        var answer = send(HttpRequest.newBuilder(uri("management.port", "/api/v1/" + path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    /** The same of any path of the management port. */
    JsonObject json(String path) {
        return new JsonObject(get(path));
    }

    /** What the management port answers to this method. */
    JsonObject json(String method, String path) {
        return new JsonObject(
                send(HttpRequest.newBuilder(uri("management.port", path)).method(method, BodyPublishers.noBody()))
                        .body());
    }

    /** The status that a GET with a header has from the management port. */
    int status(String path, String header, String value) {
        return send(HttpRequest.newBuilder(uri("management.port", path)).header(header, value))
                .statusCode();
    }

    private String get(String path) {
        return get("management.port", path);
    }

    /** @param port its key, such as {@code http.port} */
    String get(String port, String path) {
        return send(HttpRequest.newBuilder(uri(port, path))).body();
    }

    private URI uri(String port, String path) {
        return URI.create("http://127.0.0.1:" + node.port(port) + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        var request = builder.timeout(ANSWERS_WITHIN).build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request.uri() + " of " + node.name() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Future<Void> stop() {
        return node.stop();
    }
}
