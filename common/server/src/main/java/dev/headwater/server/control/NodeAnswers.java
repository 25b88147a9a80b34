package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.foreign.RelayList.Source;
import dev.headwater.server.log.LogLevels;
import dev.headwater.server.log.LoggerLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node answers to each {@link Ask}. Thread-safe; futures complete on any thread. */
final class NodeAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAnswers.class);

    /** A stream's publishers whose events one answer has at most; and as many pulls. */
    private static final int MAX_FLIGHTS = 50;

    private final Vertx vertx;
    private final String nodeId;
    private final RunningConfig config;
    private final LocalNode node;
    private final LogLevels levels;

    NodeAnswers(Vertx vertx, String nodeId, RunningConfig config, LocalNode node) {
        this.vertx = vertx;
        this.nodeId = nodeId;
        this.config = config;
        this.node = node;
        this.levels = new LogLevels(vertx);
    }

    // ---- the node itself ----------------------------------------------------------------------------------------

    Future<NodeFigures> figures() {
        return Future.succeededFuture(node.figures());
    }

    Future<List<NodeSample>> history(long since) {
        return Future.succeededFuture(node.history().since(since));
    }

    Future<List<RelayFigures>> relays(String after, int limit) {
        return Future.succeededFuture(node.reports().get().stream()
                .filter(report -> report.entry().name().compareTo(after) > 0)
                .sorted(Comparator.comparing(report -> report.entry().name()))
                .limit(limit)
                .map(report -> RelayFigures.of(
                        report, node.relays().source(report.entry().name())))
                .toList());
    }

    Future<Boolean> hasConfiguredRelay(String name) {
        return Future.succeededFuture(node.relays().source(name) == Source.CONFIGURED);
    }

    Future<List<LoggerLevel>> logLevels() {
        return Future.succeededFuture(levels.list());
    }

    Future<List<LoggerLevel>> setLogLevel(String from, NodeAsk.SetLogLevel ask) {
        var set = levels.set(ask.logger(), ask.level(), ask.time());
        set.ifPresent(there -> LOG.info("log level of {} is {} asked by={}", there.logger(), ask.level(), from));
        return Future.succeededFuture(set.stream().toList());
    }

    Future<ReloadFigures> reload(String from) {
        LOG.info("reload asked by={}", from);
        return config.reload(vertx).map(ReloadFigures::of).otherwise(ReloadFigures::failed);
    }

    /** It begins when that has been heard, see {@link NodeControl}. */
    Future<Boolean> promiseToDrain(String from) {
        LOG.info("drain asked by={}", from);
        return Future.succeededFuture(true);
    }

    // ---- its clients --------------------------------------------------------------------------------------------

    Future<ClientPage> clients(ClientAsk.ListClients list) {
        return node.clients()
                .list(client ->
                        list.stream().map(key -> ClientPage.uses(client, key)).orElse(true))
                .map(all -> ClientPage.of(all, list.after(), list.limit()));
    }

    Future<ClientPage> client(long number) {
        return node.clients()
                .find(number)
                .map(found -> ClientPage.of(found.stream().toList(), 0, 1));
    }

    Future<List<AppFigures>> apps(String after, int limit) {
        return node.clients().list(client -> !client.uses().isEmpty()).map(clients -> {
            var apps = new TreeMap<String, AppFigures>();
            clients.stream()
                    .flatMap(client -> client.uses().stream())
                    .filter(use -> use.key().app().compareTo(after) > 0)
                    .forEach(use -> {
                        boolean publishes = use.kind() == ClientUse.Kind.PUBLISHER;
                        var one = new AppFigures(use.key().app(), publishes ? 1 : 0, publishes ? 0 : 1);
                        apps.merge(one.app(), one, AppFigures::plus);
                    });
            return apps.values().stream().limit(limit).toList();
        });
    }

    Future<List<Flight>> clientFlight(long number) {
        return node.clients().flight(number).map(flight -> flight.stream().toList());
    }

    Future<Boolean> kickClient(String from, long number) {
        return node.clients()
                .kick(number)
                .onSuccess(kicked -> LOG.info(
                        "kick client={} asked by={}: {}",
                        new ClientId(nodeId, number),
                        from,
                        kicked ? "done" : "not connected"));
    }

    // ---- streams ------------------------------------------------------------------------------------------------

    /** Of those that it has anything to do with. */
    Future<List<StreamFigures>> streams(List<StreamKey> wanted) {
        var keys = Set.copyOf(wanted);
        return node.clients()
                .list(client -> client.uses().stream().map(ClientUse::key).anyMatch(keys::contains))
                .map(clients -> {
                    var byStream = byStream(clients);
                    var now = Instant.now();
                    return keys.stream()
                            .map(key -> StreamFigures.of(
                                    key,
                                    byStream.getOrDefault(key, List.of()),
                                    node.traffic(key),
                                    node.streams().place(key),
                                    now))
                            .filter(figures -> !figures.isNothing())
                            .toList();
                });
    }

    private static Map<StreamKey, List<ClientSnapshot>> byStream(List<ClientSnapshot> clients) {
        var byStream = new HashMap<StreamKey, List<ClientSnapshot>>();
        for (ClientSnapshot client : clients) {
            client.uses().stream()
                    .map(ClientUse::key)
                    .distinct()
                    .forEach(key -> byStream.computeIfAbsent(key, none -> new ArrayList<>())
                            .add(client));
        }
        return byStream;
    }

    Future<Optional<Buffer>> picture(StreamKey key) {
        return node.pictures().newest(key);
    }

    /** The publishers', then the pulls'; the newest of each, and the oldest of them first. */
    Future<List<Flight>> streamFlights(StreamKey key) {
        var pulls = node.streams().flights(key);
        return node.clients()
                .publisherFlights(key)
                .compose(publishers -> pulls.map(pulled ->
                        Stream.concat(newest(publishers), newest(pulled)).toList()));
    }

    private static Stream<Flight> newest(List<Flight> flights) {
        return flights.stream().skip(Math.max(0, flights.size() - MAX_FLIGHTS));
    }

    Future<Integer> kickStream(String from, StreamKey key) {
        return node.streams().kick(key).onSuccess(kicked -> {
            if (kicked > 0) {
                LOG.info("kicked publishers={} stream={} asked by={}", kicked, key, from);
            }
        });
    }
}
