package dev.headwater.server.control;

import dev.headwater.media.StreamKey;
import dev.headwater.server.clients.ClientSnapshot;
import dev.headwater.server.clients.ClientUse;
import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.flight.Flight;
import dev.headwater.server.log.LogLevels;
import dev.headwater.server.log.LoggerLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's answers to what any node asks of it. Thread-safe; started and stopped once. */
final class NodeControl {
    private static final Logger log = LoggerFactory.getLogger(NodeControl.class);

    /** A node that was frozen must not go for someone who was told long ago that it did not answer. */
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(1);

    /** Sessions whose events one answer has at most. */
    private static final int MAX_FLIGHTS = 100;

    private final Vertx vertx;
    private final String nodeId;
    private final RunningConfig config;
    private final LocalNode node;
    private final LogLevels levels;
    private volatile @Nullable MessageConsumer<Object> consumer;

    NodeControl(Vertx vertx, String nodeId, RunningConfig config, LocalNode node) {
        this.vertx = vertx;
        this.nodeId = nodeId;
        this.config = config;
        this.node = node;
        this.levels = new LogLevels(vertx);
    }

    /** Where a node hears asks. */
    static String address(String nodeId) {
        return "headwater.control." + nodeId;
    }

    /** Completes when the other nodes can reach this one. */
    Future<Void> start() {
        MessageConsumer<Object> listening = vertx.eventBus().consumer(address(nodeId), this::asked);
        consumer = listening;
        return listening.completion();
    }

    Future<Void> stop() {
        var listening = consumer;
        return listening == null ? Future.succeededFuture() : listening.unregister();
    }

    private void asked(Message<Object> message) {
        Envelope.Asked asked;
        try {
            asked = Envelope.readAsk(message.body());
        } catch (MessageException e) {
            log.warn("control: not understood: {} value={}", e.problem(), printable(e.value()));
            message.reply(Envelope.error(e));
            return;
        }
        answer(asked.from(), asked.ask()).onComplete((answer, cause) -> {
            if (cause != null) {
                log.warn("control: {} asked by {} failed", asked.ask().name(), asked.from(), cause);
                message.reply(Envelope.error(new MessageException("the node failed", cause)));
            } else if (asked.ask() instanceof Ask.Drain) {
                var patience = new DeliveryOptions().setSendTimeout(ACKNOWLEDGED_WITHIN.toMillis());
                message.replyAndRequest(Envelope.answer(answer), patience)
                        .onSuccess(acknowledged -> node.drain().run())
                        .onFailure(late ->
                                log.warn("drain asked by={}, who waits for the answer no more: goes on", asked.from()));
            } else {
                message.reply(Envelope.answer(answer));
            }
        });
    }

    private static String printable(String value) {
        return value.replaceAll("\\P{Print}", "?");
    }

    /** For this node's own asks there is no need of a bus. A drain is only promised. Completes on any thread. */
    Future<JsonObject> answer(String from, Ask<?> ask) {
        return switch (ask) {
            case Ask.Describe() -> Future.succeededFuture(node.figures().json());
            case Ask.ListClients list -> clients(list);
            case Ask.FindClient(long number) ->
                node.clients()
                        .find(number)
                        .map(found ->
                                ClientPage.of(found.stream().toList(), 0, 1).json());
            case Ask.ListApps(String after, int limit) -> apps(after, limit);
            case Ask.ListStreams(List<StreamKey> keys) -> streams(Set.copyOf(keys));
            case Ask.ListRelays() -> {
                var relays = new JsonArray();
                node.reports().get().stream()
                        .limit(Ask.MAX_ITEMS)
                        .forEach(report -> relays.add(RelayFigures.of(report).json()));
                yield Future.succeededFuture(new JsonObject().put("relays", relays));
            }
            case Ask.ListHistory(long since) ->
                Future.succeededFuture(new JsonObject()
                        .put("samples", HistoryResource.json(node.history().since(since))));
            case Ask.ShowPicture(StreamKey key) -> node.pictures().newest(key).map(Ask.ShowPicture::answer);
            case Ask.KickStream(StreamKey key) -> kickStream(from, key);
            case Ask.KickClient(long number) -> kickClient(from, number);
            case Ask.ClientFlight(long number) ->
                node.clients()
                        .flight(number)
                        .map(flight -> flights(flight.stream().toList()));
            case Ask.StreamFlights(StreamKey key) -> streamFlights(key);
            case Ask.ListLogLevels() -> loggers(levels.list());
            case Ask.SetLogLevel(String logger, String level, Optional<Duration> time) -> {
                var set = levels.set(logger, level, time);
                set.ifPresent(there -> log.info("log level of {} is {} asked by={}", there.logger(), level, from));
                yield loggers(set.stream().toList());
            }
            case Ask.Reload() -> {
                log.info("reload asked by={}", from);
                yield config.reload(vertx)
                        .map(ReloadFigures::of)
                        .otherwise(ReloadFigures::failed)
                        .map(ReloadFigures::json);
            }
            case Ask.Drain() -> {
                log.info("drain asked by={}", from);
                yield Future.succeededFuture(new JsonObject().put("draining", true));
            }
        };
    }

    /** Whoever asked this node through itself has made use of the answer. */
    void acknowledged(Ask<?> ask) {
        if (ask instanceof Ask.Drain) {
            node.drain().run();
        }
    }

    private Future<JsonObject> clients(Ask.ListClients list) {
        return node.clients()
                .list(client ->
                        list.stream().map(key -> ClientPage.uses(client, key)).orElse(true))
                .map(all -> ClientPage.of(all, list.after(), list.limit()).json());
    }

    private Future<JsonObject> apps(String after, int limit) {
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
            var list = new JsonArray();
            apps.values().stream().limit(limit).forEach(figures -> list.add(figures.json()));
            return new JsonObject().put("apps", list);
        });
    }

    private Future<JsonObject> streams(Set<StreamKey> keys) {
        return node.clients()
                .list(client -> client.uses().stream().map(ClientUse::key).anyMatch(keys::contains))
                .map(clients -> {
                    var byStream = byStream(clients);
                    var now = Instant.now();
                    var list = new JsonArray();
                    keys.stream()
                            .map(key -> StreamFigures.of(
                                    key,
                                    byStream.getOrDefault(key, List.of()),
                                    node.traffic(key),
                                    node.streams().place(key),
                                    now))
                            .filter(figures -> !figures.isNothing())
                            .forEach(figures -> list.add(figures.json()));
                    return new JsonObject().put("streams", list);
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

    private static Future<JsonObject> loggers(List<LoggerLevel> some) {
        return Future.succeededFuture(new JsonObject().put("loggers", LoggerLevelJson.of(some)));
    }

    private Future<JsonObject> streamFlights(StreamKey key) {
        var pulls = node.streams().flights(key);
        return node.clients()
                .publisherFlights(key)
                .compose(publishers -> pulls.map(pulled -> {
                    var all = new ArrayList<>(publishers);
                    all.addAll(pulled);
                    return flights(all);
                }));
    }

    /** The newest are the last. */
    private static JsonObject flights(List<Flight> all) {
        var list = new JsonArray();
        all.subList(Math.max(0, all.size() - MAX_FLIGHTS), all.size())
                .forEach(flight -> list.add(FlightJson.of(flight)));
        return new JsonObject().put("flights", list);
    }

    private Future<JsonObject> kickStream(String from, StreamKey key) {
        return node.streams().kick(key).map(kicked -> {
            if (kicked > 0) {
                log.info("kicked publishers={} stream={} asked by={}", kicked, key, from);
            }
            return new JsonObject().put("kicked", kicked);
        });
    }

    private Future<JsonObject> kickClient(String from, long number) {
        return node.clients().kick(number).map(kicked -> {
            log.info(
                    "kick client={} asked by={}: {}",
                    new ClientId(nodeId, number),
                    from,
                    kicked ? "done" : "not connected");
            return new JsonObject().put("kicked", kicked);
        });
    }
}
