package dev.headwater.loadtest.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Whether a node says that it is ready. Thread-safe; blocks the caller. */
public final class Readiness implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();

    /** Asks now. A node that does not listen yet is not ready. */
    public boolean of(String host, int managementPort) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://%s:%d/readyz".formatted(host, managementPort)))
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
