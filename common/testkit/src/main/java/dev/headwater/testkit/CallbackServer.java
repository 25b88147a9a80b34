package dev.headwater.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server that answers as a test says and remembers what it was asked. Thread-safe. */
public final class CallbackServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<Request, Response> answer;

    /** @param query of the URL, raw; empty if there is none */
    public record Request(String method, String path, String query, Map<String, String> headers, String body) {}

    /** @param status 0 for silence until the server is closed */
    public record Response(int status, Map<String, String> headers, String body) {
        public static final Response NEVER = new Response(0, Map.of(), "");

        public static Response of(int status, String body) {
            return new Response(status, Map.of(), body);
        }

        public static Response redirect(String location) {
            return new Response(302, Map.of("Location", location), "");
        }
    }

    private CallbackServer(int port, Function<Request, Response> answer) {
        this.answer = answer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static CallbackServer answering(Function<Request, Response> answer) {
        return new CallbackServer(0, answer);
    }

    /** Where another was closed before. */
    public static CallbackServer answering(int port, Function<Request, Response> answer) {
        return new CallbackServer(port, answer);
    }

    /** From now on. */
    public void answer(Function<Request, Response> now) {
        answer = now;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Those so far, the oldest first. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        var uri = exchange.getRequestURI();
        var request = new Request(
                exchange.getRequestMethod(),
                uri.getPath(),
                Optional.ofNullable(uri.getRawQuery()).orElse(""),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        requests.add(request);
        var response = answer.apply(request);
        try (exchange) {
            if (response.status() == 0) {
                closed.await();
                return;
            }
            response.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = response.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
