package dev.headwater.testkit;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span.Event;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Takes spans by OTLP over HTTP in protobuf, as collectors do (OTLP 1.9, OTLP/HTTP). Thread-safe. */
public final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final CountDownLatch answering = new CountDownLatch(1);

    /**
     * One that was sent.
     *
     * @param node the {@code service.instance.id} of whoever sent it
     * @param parent of the span above; empty of the first of a trace
     * @param kind as the protocol has it: {@code SPAN_KIND_SERVER}
     */
    public record Span(
            String node,
            String trace,
            String id,
            String parent,
            String name,
            String kind,
            Map<String, String> attributes,
            List<String> events,
            boolean failed) {}

    private TraceCollector(boolean answersAtOnce) {
        if (answersAtOnce) {
            answering.countDown();
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static TraceCollector start() {
        return new TraceCollector(true);
    }

    /** One that takes everything and answers nothing until {@link #answer}. */
    public static TraceCollector hung() {
        return new TraceCollector(false);
    }

    /** From now on, and what it has not answered yet. */
    public void answer() {
        answering.countDown();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Those so far. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = ExportTraceServiceRequest.parseFrom(new GZIPInputStream(exchange.getRequestBody()));
            answering.await();
            read(request);
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(ExportTraceServiceRequest request) {
        for (var resource : request.getResourceSpansList()) {
            String node =
                    attributes(resource.getResource().getAttributesList()).getOrDefault("service.instance.id", "");
            for (var scope : resource.getScopeSpansList()) {
                scope.getSpansList().forEach(span -> spans.add(read(node, span)));
            }
        }
    }

    private static Span read(String node, io.opentelemetry.proto.trace.v1.Span span) {
        return new Span(
                node,
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getName(),
                span.getKind().name(),
                attributes(span.getAttributesList()),
                span.getEventsList().stream().map(Event::getName).toList(),
                span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR);
    }

    private static Map<String, String> attributes(List<KeyValue> all) {
        return all.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        answering.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
