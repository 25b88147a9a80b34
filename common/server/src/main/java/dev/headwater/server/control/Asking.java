package dev.headwater.server.control;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.cluster.NodesView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other nodes, and this one, over the event bus. Thread-safe. Every answer is there within {@link NodesView#PATIENCE} and
 * {@link #PATIENCE} together, which is two seconds, if the ask has no {@link Ask#patience} of its own; but the very first may wait for the
 * directory longer, by {@link NodesView#FIRST_PATIENCE}. Completes on any thread.
 */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
    static final Duration PATIENCE = Duration.ofMillis(1_600);

    private final Vertx vertx;
    private final String self;
    private final NodeControl local;
    private final NodesView known;

    /** The run in which each node has answered a greeting; no node that is not there. */
    private final Map<String, Long> greeted = new ConcurrentHashMap<>();

    Asking(Vertx vertx, String self, NodeControl local, NodesView known) {
        this.vertx = vertx;
        this.self = self;
        this.local = local;
        this.known = known;
    }

    /** An answer, and what to call when its receiver has made use of it. */
    record Answered<A>(A answer, Runnable acknowledge) {}

    /** The nodes that there are, this one always among them. Fails only if the directory never answered. */
    Future<Set<String>> nodeIds() {
        return known.now().map(this::ids);
    }

    /** The records of those that announced themselves. */
    Future<List<NodeRecord>> nodes() {
        return known.now();
    }

    /** Those of the records, and this node's. */
    Set<String> ids(List<NodeRecord> nodes) {
        var ids = nodes.stream().map(NodeRecord::nodeId).collect(Collectors.toCollection(TreeSet::new));
        ids.add(self);
        return ids;
    }

    /** Asks one node; fails if it does not answer in time, or not what was asked. */
    <A> Future<Answered<A>> ask(String nodeId, Ask<A> ask) {
        if (nodeId.equals(self)) {
            return local.answer(ask)
                    .timeout(ask.patience().toMillis(), TimeUnit.MILLISECONDS)
                    .map(answer -> new Answered<>(answer, () -> local.acknowledged(ask)));
        }
        return request(nodeId, ask)
                .onFailure(cause -> LOG.info(
                        "node={} does not answer {}: {}", nodeId, ask.type().name(), text(cause)));
    }

    private <A> Future<Answered<A>> request(String nodeId, Ask<A> ask) {
        var options = new DeliveryOptions().setSendTimeout(ask.patience().toMillis());
        return vertx.eventBus()
                .<Object>request(NodeControl.address(nodeId), Envelope.write(self, ask), options)
                .map(reply -> new Answered<>(Envelope.readAnswer(ask, reply.body()), () -> acknowledge(reply)));
    }

    /** The node may wait for this, see {@link NodeAsk.Drain}. */
    private static void acknowledge(Message<Object> reply) {
        if (reply.replyAddress() != null) {
            reply.reply("");
        }
    }

    private static String text(Throwable cause) {
        return cause instanceof MessageException fault ? fault.problem() : String.valueOf(cause.getMessage());
    }

    /** Asks every node at once, each for what {@code asks} says for it. */
    <A> Future<Gathered<A>> askAll(Function<String, Ask<A>> asks) {
        return nodeIds().compose(ids -> askAll(ids, asks));
    }

    /** Asks these nodes at once. Never fails. */
    <A> Future<Gathered<A>> askAll(Set<String> ids, Function<String, Ask<A>> asks) {
        var asked = new LinkedHashMap<String, Future<Answered<A>>>();
        ids.forEach(id -> asked.put(id, ask(id, asks.apply(id))));
        return Future.join(new ArrayList<>(asked.values())).transform(done -> {
            var answers = new TreeMap<String, A>();
            var unanswered = new ArrayList<String>();
            asked.forEach((id, answer) -> {
                if (answer.succeeded()) {
                    answers.put(id, answer.result().answer());
                } else {
                    unanswered.add(id);
                }
            });
            return Future.succeededFuture(new Gathered<>(answers, unanswered));
        });
    }

    /**
     * Looks who is there, and speaks to each that has not answered before since it started; call it every
     * {@code cluster.announce-interval}. So the way to each node is known when it is needed: to look it up may need the very node
     * that is frozen.
     */
    Future<?> greet() {
        return known.now().compose(nodes -> {
            greeted.keySet().retainAll(ids(nodes));
            return Future.join(nodes.stream()
                    .filter(node ->
                            !node.nodeId().equals(self) && !Objects.equals(greeted.get(node.nodeId()), node.run()))
                    .map(this::greet)
                    .toList());
        });
    }

    private Future<?> greet(NodeRecord node) {
        return request(node.nodeId(), new NodeAsk.Describe())
                .onSuccess(answered -> greeted.put(node.nodeId(), node.run()))
                .onFailure(cause -> LOG.debug("node={} is not greeted yet: {}", node.nodeId(), text(cause)))
                .otherwiseEmpty();
    }
}
