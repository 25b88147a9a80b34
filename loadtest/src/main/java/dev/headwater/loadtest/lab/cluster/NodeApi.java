package dev.headwater.loadtest.lab.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headwater.loadtest.lab.machine.Place;
import dev.headwater.loadtest.process.Readiness;
import dev.headwater.loadtest.scrape.Exposition;
import dev.headwater.loadtest.scrape.MetricLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A node's management port, and what its HTTP port says of streams. Thread-safe; blocks the caller. A node that does not answer has nothing to say. */
public final class NodeApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A list waits for the directory, eight seconds at most, and two for nodes that do not answer. */
    private static final Duration LIST_PATIENCE = Duration.ofSeconds(11);

    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final Place place;
    private final String base;

    NodeApi(Place place) {
        this.place = place;
        base = "http://%s:%d".formatted(place.host(), place.ports().management());
    }

    /** Who owns a stream, as a node sees it. */
    public record Owner(String origin, long epoch) {}

    /** The owner of the stream, if the node knows one. */
    public Optional<Owner> owner(String name) throws InterruptedException {
        return Optional.ofNullable(owners().get(name));
    }

    private static Owner owner(JsonNode stream) {
        return new Owner(stream.path("origin").asText(), stream.path("epoch").asLong());
    }

    /** The host of the stream's owner, if the node knows one: from the directory at once, no other node is asked. */
    public Optional<String> ownersHost(String app, String name) throws InterruptedException {
        var question = "http://%s:%d/api/v1/clusters?app=%s&stream=%s"
                .formatted(place.host(), place.ports().http(), app, name);
        return get(URI.create(question), PATIENCE)
                .map(text -> read(question, text).path("data").path("origin").path("ip"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** Names of the nodes that announced themselves. */
    public List<String> nodes() throws InterruptedException {
        return list("nodes").stream().map(node -> node.path("id").asText()).toList();
    }

    /** Names of the nodes that answered this one over the event bus, itself included. */
    public List<String> answering() throws InterruptedException {
        return list("nodes").stream()
                .filter(node -> node.path("answered").asBoolean())
                .map(node -> node.path("id").asText())
                .toList();
    }

    /** The owner of each stream that has one, by its name. */
    public Map<String, Owner> owners() throws InterruptedException {
        return list("streams").stream()
                .collect(Collectors.toMap(stream -> stream.path("name").asText(), NodeApi::owner));
    }

    /** Has the cluster pull {@code stream}, as app and name, from {@code url}, always. @return whether the node took it */
    public boolean addPull(String relay, String stream, String url) throws InterruptedException {
        var wanted = JSON.createObjectNode()
                .put("name", relay)
                .put("kind", "pull")
                .put("stream", stream)
                .put("mode", "always")
                .put("url", url);
        var request = HttpRequest.newBuilder(URI.create(base + "/api/v1/relays"))
                .timeout(LIST_PATIENCE)
                .header("authorization", ApiToken.header())
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(wanted.toString()))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == CREATED;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Whether it takes clients. */
    public boolean isReady() throws InterruptedException {
        return get("/readyz", PATIENCE).isPresent();
    }

    /** Whether it says that it takes no clients, which a node that does not answer does not. */
    public boolean isTurningAway() throws InterruptedException {
        return ask(URI.create(base + "/readyz"), PATIENCE)
                .filter(answer -> answer.statusCode() == UNAVAILABLE)
                .isPresent();
    }

    /** The same as {@link #isReady}, asked over a connection of its own, which the node must accept first. */
    public boolean isReadyForStrangers() throws InterruptedException {
        try (var readiness = new Readiness()) {
            return readiness.of(place.host(), place.ports().management());
        }
    }

    /**
     * The sum of the series of a metric that have all of {@code labels}; empty if the node does not answer.
     *
     * @throws IllegalStateException if the node answers and has none: what it does not count must not pass for nothing
     */
    public Optional<Double> metric(String name, Map<String, String> labels) throws InterruptedException {
        return series(name, labels).map(lines -> {
            if (lines.isEmpty()) {
                throw new IllegalStateException("%s has no metric %s with %s".formatted(base, name, labels));
            }
            return sum(lines);
        });
    }

    /** The same of a metric whose series are there from the first time on that they have something to count: 0 before. */
    public Optional<Double> laterMetric(String name, Map<String, String> labels) throws InterruptedException {
        return series(name, labels).map(NodeApi::sum);
    }

    private Optional<List<MetricLine>> series(String name, Map<String, String> labels) throws InterruptedException {
        return get("/metrics", PATIENCE)
                .map(text -> Exposition.read(text).stream()
                        .filter(line -> line.name().equals(name)
                                && labels.entrySet().stream()
                                        .allMatch(label -> line.has(label.getKey(), label.getValue())))
                        .toList());
    }

    private static double sum(List<MetricLine> lines) {
        return lines.stream().mapToDouble(MetricLine::value).sum();
    }

    private List<JsonNode> list(String name) throws InterruptedException {
        var text = get("/api/v1/" + name, LIST_PATIENCE);
        if (text.isEmpty()) {
            return List.of();
        }
        var list = read(name, text.get()).path(name);
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private JsonNode read(String what, String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("%s: %s is no JSON".formatted(base, what), e);
        }
    }

    private Optional<String> get(String path, Duration patience) throws InterruptedException {
        return get(URI.create(base + path), patience);
    }

    private static Optional<String> get(URI question, Duration patience) throws InterruptedException {
        return ask(question, patience)
                .filter(answer -> answer.statusCode() == OK)
                .map(HttpResponse::body);
    }

    private static Optional<HttpResponse<String>> ask(URI question, Duration patience) throws InterruptedException {
        var request = HttpRequest.newBuilder(question)
                .timeout(patience)
                .header("authorization", ApiToken.header())
                .build();
        try {
            return Optional.of(HTTP.send(request, BodyHandlers.ofString()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
