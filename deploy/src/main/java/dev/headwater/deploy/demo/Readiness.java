package dev.headwater.deploy.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether a node says that it is ready. */
final class Readiness implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();

    /** Asks now. A node that does not listen yet is not ready. */
    boolean of(DemoNode node) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/readyz".formatted(node.management())))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
