package dev.headwater.deploy.operate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** {@code /api/v1} of one node. Blocks the caller; {@link ApiFailure} if the node does not do what it is asked. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);

    /** A node waits for the directory for six seconds at most, and for other nodes for two. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final URI base;
    private final Optional<String> token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .build();

    Api(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    JsonNode get(String path) throws InterruptedException {
        return send(request(path).GET());
    }

    JsonNode post(String path) throws InterruptedException {
        return post(path, JSON.createObjectNode());
    }

    JsonNode post(String path, JsonNode body) throws InterruptedException {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    JsonNode put(String path, JsonNode body) throws InterruptedException {
        return send(
                request(path).header("content-type", "application/json").PUT(BodyPublishers.ofString(body.toString())));
    }

    JsonNode delete(String path) throws InterruptedException {
        return send(request(path).header("content-type", "application/json").DELETE());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve("/api/v1/" + path)).timeout(PATIENCE);
        token.ifPresent(text -> request.header("authorization", "Bearer " + text));
        return request;
    }

    private JsonNode send(HttpRequest.Builder builder) throws InterruptedException {
        var request = builder.build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            var body = read(response.body());
            if (response.statusCode() / 100 == 2 && body.isObject()) {
                return body;
            }
            throw new ApiFailure("%s answers %d: %s".formatted(base, response.statusCode(), problem(body)));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new ApiFailure(
                    "no node answers at %s: start one, or name its management port by --api".formatted(base));
        } catch (HttpTimeoutException e) {
            throw new ApiFailure("%s did not answer within %d s".formatted(base, PATIENCE.toSeconds()));
        } catch (IOException e) {
            throw new ApiFailure("%s: %s".formatted(base, e.getMessage()));
        }
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static String problem(JsonNode body) {
        String error = body.path("error").asText("no reason given; is it a management port?");
        String value = body.path("value").asText();
        return value.isEmpty() ? error : error + ": " + value;
    }
}
