package dev.headwater.deploy.e2e;

import dev.headwater.server.launch.Node;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.testkit.ScriptedPeer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A running node as its clients and its operator see it. Thread-safe. */
record LiveNode(Node node) {
    static final String APP = "live";

    int rtmpPort() {
        return node.port("rtmp.port");
    }

    String url(String stream) {
        return "rtmp://127.0.0.1:%d/%s/%s".formatted(rtmpPort(), APP, stream);
    }

    /** A client of the RTMP port after its connect. */
    ScriptedPeer client() {
        return ScriptedPeer.connected(rtmpPort(), APP);
    }

    NodeMetrics metrics() {
        return node.metrics();
    }

    /** The value of a series of the metrics page; 0 if it has none yet. */
    double metric(String series) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The records of the directory as this node sees it, as {@code name@origin}. */
    List<String> streams() {
        return new JsonObject(get("/api/v1/streams"))
                .getJsonArray("streams").stream()
                        .map(JsonObject.class::cast)
                        .map(record -> record.getString("name") + "@" + record.getString("origin"))
                        .toList();
    }

    private String get(String path) {
        var uri = URI.create("http://127.0.0.1:" + node.port("management.port") + path);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new AssertionError(path + " of " + node.name() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Future<Void> stop() {
        return node.stop();
    }
}
