package dev.headwater.deploy.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.testkit.HlsPlaylist;
import dev.headwater.testkit.PemCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A player of HLS that reads playlists and fetches what they name, from one node. Thread-safe. */
final class HlsClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String node;

    HlsClient(LiveNode node) {
        this(HTTP, "http://127.0.0.1:" + node.node().port("http.port"));
    }

    private HlsClient(HttpClient http, String node) {
        this.http = http;
        this.node = node;
    }

    /** One by HTTP/2 within TLS. */
    static HlsClient secure(LiveNode node, PemCertificate certificate) {
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(certificate.trusting())
                .build();
        return new HlsClient(client, "https://localhost:" + node.node().port("https.port"));
    }

    URI uri(String path) {
        return URI.create(node + path);
    }

    CompletableFuture<HttpResponse<byte[]>> ask(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> get(URI uri, String... headers) {
        return ask(uri, headers).join();
    }

    HttpResponse<Void> head(URI uri) {
        try {
            return http.send(
                    HttpRequest.newBuilder(uri).HEAD().timeout(PATIENCE).build(), BodyHandlers.discarding());
        } catch (IOException e) {
            throw new AssertionError(uri + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int status(String path) {
        return get(uri(path)).statusCode();
    }

    /** The text behind an address, which must be there. */
    String text(URI uri) {
        var answer = get(uri);
        assertThat(answer.statusCode())
                .as("%s: %s", uri, new String(answer.body(), UTF_8))
                .isEqualTo(200);
        return new String(answer.body(), UTF_8);
    }

    /** The media playlists that a master playlist names: the audio rendition before the variant. */
    List<URI> playlists(String path) {
        var master = uri(path);
        return text(master)
                .lines()
                .flatMap(line -> line.startsWith("#EXT-X-MEDIA")
                        ? Stream.of(line.replaceAll(".*URI=\"([^\"]*)\".*", "$1"))
                        : line.startsWith("#") ? Stream.of() : Stream.of(line))
                .map(master::resolve)
                .toList();
    }

    HlsPlaylist playlist(URI uri) {
        return HlsPlaylist.read(text(uri));
    }

    static URI with(URI playlist, String parameters) {
        return URI.create(playlist + (playlist.getQuery() == null ? "?" : "&") + parameters);
    }
}
