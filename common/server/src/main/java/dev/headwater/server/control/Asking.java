package dev.headwater.server.control;

import dev.headwater.cluster.NodeRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other nodes, and this one, over the event bus. Thread-safe. Every answer is there within {@link #DIRECTORY_PATIENCE} and
 * {@link #PATIENCE} together, which is two seconds. Completes on any thread.
 */
final class Asking {
    private static final Logger log = LoggerFactory.getLogger(Asking.class);
    static final Duration DIRECTORY_PATIENCE = Duration.ofMillis(400);
    static final Duration PATIENCE = Duration.ofMillis(1_600);

    private final Vertx vertx;
    private final String self;
    private final NodeControl local;
    private final KnownNodes known;
    private volatile Set<String> greeted = Set.of();

    Asking(Vertx vertx, String self, NodeControl local, KnownNodes known) {
        this.vertx = vertx;
        this.self = self;
        this.local = local;
        this.known = known;
    }

    /** An answer, and what to call when its receiver has made use of it. */
    record Answered<A>(A answer, Runnable acknowledge) {}

    /** The nodes that there are, this one always among them. Fails only if the directory never answered. */
    Future<Set<String>> nodeIds() {
        return known.nodes().map(this::ids);
    }

    /** The records of those that announced themselves. */
    Future<List<NodeRecord>> nodes() {
        return known.nodes();
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
            return local.answer(self, ask)
                    .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .map(answer -> new Answered<>(ask.read(new Fields(answer)), () -> local.acknowledged(ask)));
        }
        var options = new DeliveryOptions().setSendTimeout(PATIENCE.toMillis());
        return vertx.eventBus()
                .<Object>request(NodeControl.address(nodeId), Envelope.write(self, ask), options)
                .map(reply -> new Answered<>(Envelope.readAnswer(ask, reply.body()), () -> acknowledge(reply)))
                .onFailure(cause -> log.info("node={} does not answer {}: {}", nodeId, ask.name(), text(cause)));
    }

    /** The node may wait for this, see {@link Ask.Drain}. */
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
     * Looks who is there, and speaks to all when that has changed; call it every {@code cluster.announce-interval}. So the way to
     * each node is known when it is needed: to look it up may need the very node that is frozen.
     */
    Future<?> greet() {
        return known.nodes().compose(nodes -> {
            var ids = ids(nodes);
            if (ids.equals(greeted)) {
                return Future.succeededFuture();
            }
            greeted = ids;
            return askAll(ids, id -> new Ask.Describe());
        });
    }
}
