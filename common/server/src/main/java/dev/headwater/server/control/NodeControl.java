package dev.headwater.server.control;

import dev.headwater.server.config.RunningConfig;
import dev.headwater.server.log.PeerText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has this node answer what any node asks of it. Thread-safe; started and stopped once. */
final class NodeControl {
    private static final Logger LOG = LoggerFactory.getLogger(NodeControl.class);

    /** Of a value that was not understood. */
    private static final int MAX_SHOWN = 200;

    /** A node that was frozen must not go for someone who was told long ago that it did not answer. */
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final String nodeId;
    private final Runnable drain;
    private final NodeAnswers answers;
    private volatile @Nullable MessageConsumer<Object> consumer;

    NodeControl(Vertx vertx, String nodeId, RunningConfig config, LocalNode node) {
        this.vertx = vertx;
        this.nodeId = nodeId;
        this.drain = node.drain();
        this.answers = new NodeAnswers(vertx, nodeId, config, node);
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
            LOG.warn("control: not understood: {} value={}", e.problem(), PeerText.printable(e.value(), MAX_SHOWN));
            message.reply(Envelope.error(e));
            return;
        }
        reply(message, asked.from(), asked.ask());
    }

    private <A> void reply(Message<Object> message, String from, Ask<A> ask) {
        ask.putTo(answers, from).map(answer -> Envelope.answer(ask, answer)).onComplete((answer, cause) -> {
            if (cause != null) {
                LOG.warn("control: {} asked by {} failed", ask.type().name(), from, cause);
                message.reply(Envelope.error(new MessageException("the node failed", cause)));
            } else if (ask instanceof NodeAsk.Drain) {
                var patience = new DeliveryOptions().setSendTimeout(ACKNOWLEDGED_WITHIN.toMillis());
                message.replyAndRequest(answer, patience)
                        .onSuccess(acknowledged -> drain.run())
                        .onFailure(
                                late -> LOG.warn("drain asked by={}, who waits for the answer no more: goes on", from));
            } else {
                message.reply(answer);
            }
        });
    }

    /** For this node's own asks there is no need of a bus. A drain is only promised. Completes on any thread. */
    <A> Future<A> answer(Ask<A> ask) {
        return ask.putTo(answers, nodeId);
    }

    /** Whoever asked this node through itself has made use of the answer. */
    void acknowledged(Ask<?> ask) {
        if (ask instanceof NodeAsk.Drain) {
            drain.run();
        }
    }
}
