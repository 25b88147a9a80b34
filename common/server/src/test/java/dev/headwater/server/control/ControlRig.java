package dev.headwater.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.ClaimRequest;
import dev.headwater.cluster.LocalNodeDirectory;
import dev.headwater.cluster.LocalStreamDirectory;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import dev.headwater.cluster.TestNode;
import dev.headwater.media.Codec;
import dev.headwater.media.StreamKey;
import dev.headwater.media.format.AudioFormat;
import dev.headwater.media.format.VideoFormat;
import dev.headwater.media.hub.IntakeFigures;
import dev.headwater.server.admin.HealthChecks;
import dev.headwater.server.admin.HostNames;
import dev.headwater.server.admin.ManagementServer;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.clients.Clients;
import dev.headwater.server.compat.CompatApi;
import dev.headwater.server.config.ConfigLoader;
import dev.headwater.server.config.ConfigSources;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.flight.FlightEvent;
import dev.headwater.server.flight.FlightRecorder;
import dev.headwater.server.foreign.FakeRelayBook;
import dev.headwater.server.foreign.RelayList;
import dev.headwater.server.foreign.RelayReport;
import dev.headwater.server.limits.ClusterLimiter;
import dev.headwater.server.limits.Counted;
import dev.headwater.server.limits.Limit;
import dev.headwater.server.limits.UsesElsewhere;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.record.RecordingState;
import dev.headwater.server.role.Protocol;
import dev.headwater.server.tracing.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Node {@code a} with its management port, in a cluster whose other nodes answer as a test says. Thread-safe. */
final class ControlRig implements AutoCloseable {
    static final String SELF = "a";
    static final String HOST = "a.example";

    /** And of its recording. */
    static final RecordingState RECORDING =
            new RecordingState(Optional.of("live/show-20261122T101500123Z-3.flv"), Optional.empty());

    /** What node {@code a} says of every stream that it has. */
    static final IntakeFigures INTAKE = new IntakeFigures(
            Optional.of(new VideoFormat(Codec.AVC, "High", "4.1", 1920, 1080)),
            Optional.of(new AudioFormat(Codec.AAC, "LC", 48_000, 2)),
            4_000_000,
            128_000,
            29.97,
            Duration.ofSeconds(2),
            60,
            Duration.ofSeconds(10),
            5);

    /** What happened to its pull of it. */
    static final Flight FLIGHT = new Flight(
            Optional.empty(),
            Set.of(new StreamKey("live", "show")),
            true,
            0,
            Flight.Bytes.NONE,
            List.of(new FlightEvent(Instant.parse("2026-11-21T10:15:30.123Z"), "pull", "live", 1)));

    /** Its picture. */
    static final Buffer JPEG = Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFB, 0});

    /** When those came whom {@link #players} makes. */
    static final Instant SINCE = Instant.parse("2026-11-21T10:15:30Z");

    private static final HealthChecks HEALTHY = new HealthChecks(List.of(), List.of(), List.of());

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final NodeDirectory nodes;
    private final RunningConfig config;
    private final AtomicLong seconds = new AtomicLong();
    private final NodesView view;
    private final LocalStreamDirectory streams = new LocalStreamDirectory();
    private final Map<StreamKey, Integer> publishers = new ConcurrentHashMap<>();
    private final FlightRecorder flights = new FlightRecorder(64, 4_096, Duration.ofHours(1), 1_000, System::nanoTime);
    private final FakeRelayBook relayBook = new FakeRelayBook();
    private final RelayList relays;
    private volatile List<RelayReport> reports = List.of();
    private final Promise<Void> drained = Promise.promise();
    private final Control control;
    private final ManagementServer server;
    private final ContractCheck contract = new ContractCheck(vertx);

    /** @param settings of node {@code a}, as {@code key=value} */
    ControlRig(String... settings) {
        this(
                new LocalNodeDirectory(),
                RunningConfig.of(new ConfigSources(Optional.empty(), Map.of(), List.of(settings))));
    }

    /** Its configuration never changes. */
    ControlRig(NodeDirectory nodes) {
        this(nodes, RunningConfig.fixed(ConfigLoader.of()));
    }

    private ControlRig(NodeDirectory nodes, RunningConfig config) {
        this.config = config;
        this.nodes = nodes;
        relays = new RelayList(config, relayBook);
        view = new NodesView(nodes, () -> TimeUnit.SECONDS.toNanos(seconds.incrementAndGet())); // never fresh
        control = control(SELF, drained::tryComplete);
        server = new ManagementServer(
                "127.0.0.1",
                0,
                new ManagementServer.Access(List::of, HostNames.of(SELF, HOST), status -> {}),
                HEALTHY,
                new ManagementServer.Metrics("text/plain", () -> ""),
                router -> {
                    control.api().mount(router);
                    new CompatApi(control.answers(), SELF, "0", metrics(SELF)).mount(router);
                });
        vertx.deployVerticle(server).await();
        announce(SELF);
    }

    /** A whole node of this cluster, without a management port. */
    Control control(String nodeId, Runnable drain) {
        var metrics = metrics(nodeId);
        var history = new NodeHistory(metrics, InstantSource.system(), System::nanoTime);
        history.sample();
        var made = new Control(
                vertx,
                nodeId,
                config,
                new LocalNode(
                        List.of(metrics.rtmp),
                        metrics.traffic,
                        new ClusterLimiter(
                                (limit, app) -> limit == Limit.PLAYERS_PER_APP ? 100 : 0,
                                new Counted(""),
                                new UsesElsewhere(nodeId, Duration.ofSeconds(6), System::nanoTime),
                                () -> 16),
                        () -> new Clients(flights, Trace.NONE),
                        new CountedStreams(),
                        key -> Future.succeededFuture(Optional.of(JPEG).filter(jpeg -> publishers.containsKey(key))),
                        relays,
                        () -> reports,
                        history,
                        drain),
                view,
                streams);
        made.start().await();
        return made;
    }

    private static NodeMetrics metrics(String nodeId) {
        return new NodeMetrics(
                new SimpleMeterRegistry(), new NodeMetrics.NodeTags(nodeId, "test", NodeRecord.EDGE, "0"));
    }

    /** The same as the nodes write it. */
    static JsonObject intakeJson() {
        var json = new JsonObject();
        IntakeJson.put(json, INTAKE);
        return json;
    }

    /** The directory has a node that has not said how it answers. */
    void announce(String nodeId) {
        announce(nodeId, 0);
    }

    /** @param run of its process */
    void announce(String nodeId, long run) {
        nodes.announce(TestNode.edge(nodeId)
                        .zone("test")
                        .run(run)
                        .rtmp(1935)
                        .http(8080)
                        .management(1985)
                        .load(0.5)
                        .record())
                .await();
    }

    /** A node whose answers a test makes up. */
    void node(String nodeId, Function<Ask<?>, String> answers) {
        announce(nodeId);
        vertx.eventBus()
                .<String>consumer(
                        NodeControl.address(nodeId),
                        message -> message.reply(
                                answers.apply(Envelope.readAsk(message.body()).ask())))
                .completion()
                .await();
    }

    /** A node that is there and says nothing. */
    void silentNode(String nodeId) {
        announce(nodeId);
        vertx.eventBus()
                .consumer(NodeControl.address(nodeId), message -> {})
                .completion()
                .await();
    }

    /** Node {@code a} has publishers of a stream. */
    void publish(String stream, int count) {
        publishers.put(StreamKey.parse("", stream), count);
    }

    /** A session at node {@code a} is over. */
    void ended(Flight flight) {
        flights.ended(flight);
    }

    /** So node {@code a}'s relays are doing. */
    void reports(RelayReport... now) {
        reports = List.of(now);
    }

    /** What all nodes know of relays that were added. */
    FakeRelayBook relayBook() {
        return relayBook;
    }

    /** The directory has a stream, in app live, at an owner. */
    void claim(String owner, String name) {
        streams.claim(new ClaimRequest(
                        new StreamKey("live", name),
                        owner,
                        "127.0.0.1",
                        19_350,
                        "west",
                        ClaimPolicy.TAKEOVER,
                        0,
                        "",
                        0))
                .await();
    }

    static List<ClientSnapshot> players(long first, long last) {
        var use = new ClientUse(ClientUse.Kind.PLAYER, new StreamKey("live", "show"), SINCE, 7, 3);
        return LongStream.rangeClosed(first, last)
                .mapToObj(number -> new ClientSnapshot(
                        number, Protocol.RTMP, "192.0.2.1:" + number, "FMLE/3.0", SINCE, false, List.of(use)))
                .toList();
    }

    /** One field of all that is in a list of an answer. */
    static List<Object> column(JsonObject answer, String list, String field) {
        var items = answer.getJsonArray(list);
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.getJsonObject(i).getValue(field))
                .toList();
    }

    Control control() {
        return control;
    }

    /** Completes when node {@code a} has begun to drain. */
    Future<Void> drained() {
        return drained.future();
    }

    Vertx vertx() {
        return vertx;
    }

    JsonObject get(int status, String path) {
        return json(status, send(HttpRequest.newBuilder(uri(path))));
    }

    JsonObject put(int status, String path, String body) {
        return json(
                status,
                send(HttpRequest.newBuilder(uri(path))
                        .header("content-type", "application/json")
                        .PUT(BodyPublishers.ofString(body))));
    }

    JsonObject post(int status, String path) {
        return json(
                status,
                send(HttpRequest.newBuilder(uri(path))
                        .header("content-type", "application/json; charset=utf-8")
                        .POST(BodyPublishers.ofString("{}"))));
    }

    JsonObject post(int status, String path, String body) {
        return json(
                status,
                send(HttpRequest.newBuilder(uri(path))
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))));
    }

    JsonObject delete(int status, String path) {
        return json(
                status,
                send(HttpRequest.newBuilder(uri(path))
                        .header("content-type", "application/json")
                        .DELETE()));
    }

    /** Every answer is held against it. */
    ContractCheck contract() {
        return contract;
    }

    private JsonObject json(int status, HttpResponse<String> answer) {
        contract.check(answer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        return new JsonObject(answer.body());
    }

    /** The status of the answer to one who calls the node so, in the URL and the Host header. */
    int statusCalling(String host, HttpMethod method, String path) {
        var http = vertx.createHttpClient();
        var options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(server.port(), "127.0.0.1"))
                .setHost(host)
                .setPort(server.port())
                .setMethod(method)
                .setURI("/api/v1/" + path)
                .putHeader("content-type", "application/json");
        return http.request(options)
                .compose(HttpClientRequest::send)
                .map(HttpClientResponse::statusCode)
                .eventually(http::close)
                .await();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + "/api/v1/").resolve(path);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
        vertx.close().await();
    }

    private final class CountedStreams implements StreamsHere {
        @Override
        public Collection<StreamKey> keys() {
            return publishers.keySet();
        }

        @Override
        public StreamPlace place(StreamKey key) {
            return publishers.containsKey(key)
                    ? new StreamPlace(3, Optional.of("live"), Optional.of("b"), INTAKE, Optional.of(RECORDING))
                    : StreamPlace.NONE;
        }

        @Override
        public Future<List<Flight>> flights(StreamKey key) {
            var before =
                    flights.ended(key).stream().filter(flight -> flight.client().isEmpty());
            var now = Stream.of(FLIGHT).filter(flight -> publishers.containsKey(key));
            return Future.succeededFuture(Stream.concat(before, now).toList());
        }

        @Override
        public Future<Integer> kick(StreamKey key) {
            return Future.succeededFuture(
                    Optional.ofNullable(publishers.remove(key)).orElse(0));
        }
    }
}
