package dev.headwater.edge;

import dev.headwater.cluster.NodeRecord;
import dev.headwater.server.relay.LoopTimer;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A forward's search for an origin that takes its publisher: those that the directory knows, asked one after the other. Confined to the
 * publisher's event loop.
 */
final class OriginSearch {
    /** Who looks for an origin. Called on the publisher's loop. */
    interface Seeker {
        /** Whether what {@link #begin} finds is still wanted. */
        boolean isSeeking();

        /** Asks an origin, in place of the one that was asked before. */
        ForwardLink ask(NodeRecord origin);

        /** All were asked, or none is known. */
        void noOriginLeft();
    }

    private static final Logger LOG = LoggerFactory.getLogger(OriginSearch.class);

    private final Seeker seeker;
    private final PublishRequest request;
    private final ForwardPorts ports;
    private final ForwardSettings settings;
    private final LoopTimer patience;
    private final Queue<NodeRecord> candidates = new ArrayDeque<>();
    private final Set<NodeRecord> passedOver = new HashSet<>(); // candidates that did not say a word
    private String lastOrigin = "";
    private String lastRefusal = "no origin takes publishers now";

    OriginSearch(Seeker seeker, PublishRequest request, ForwardPorts ports, ForwardSettings settings) {
        this.seeker = seeker;
        this.request = request;
        this.ports = ports;
        this.settings = settings;
        this.patience = new LoopTimer(request.loop());
    }

    /** Begins anew: asks the directory, and the first origin no sooner than {@code leftBehind} completes. */
    void begin(Future<Void> leftBehind) {
        ports.nodes() // the answer may come on any thread
                .recent()
                .onComplete(known ->
                        leftBehind.onComplete(done -> request.loop().execute(() -> {
                            if (seeker.isSeeking()) {
                                found(known);
                            }
                        })));
    }

    private void found(AsyncResult<List<NodeRecord>> known) {
        candidates.clear();
        passedOver.clear();
        if (known.succeeded()) {
            candidates.addAll(ports.choice().inOrder(known.result(), lastOrigin));
        } else {
            lastRefusal = "no origin can be looked up now: " + known.cause().getMessage();
        }
        askNext();
    }

    private void askNext() {
        patience.cancel();
        var origin = candidates.poll();
        if (origin == null) {
            seeker.noOriginLeft();
            return;
        }
        var asked = seeker.ask(origin);
        if (asked.isClosed()) {
            return; // it was lost at once, and the next one is asked already
        }
        if (candidates.isEmpty() || passedOver.contains(origin)) {
            waitForAnswer(asked, settings.answer());
        } else {
            patience.set(settings.firstWord(), () -> firstWordIsDue(asked, origin));
        }
    }

    private void waitForAnswer(ForwardLink from, Duration span) {
        patience.set(span, () -> from.lost("no answer within pull.connect-timeout=" + settings.answer()));
    }

    /**
     * An origin that lives has spoken by now, though the directory may let it wait for the name. One that has not may be frozen,
     * and has not been asked for the name yet: it has its time after all others.
     */
    private void firstWordIsDue(ForwardLink asked, NodeRecord origin) {
        if (asked.isHeard()) {
            waitForAnswer(asked, settings.answer().minus(settings.firstWord()));
            return;
        }
        LOG.info("origin={} is passed over for stream={}: not a word yet", origin.nodeId(), request.key());
        ports.choice().silent(origin.nodeId());
        passedOver.add(origin);
        candidates.add(origin);
        askNext();
    }

    /** The origin that was asked does not take the publisher: asks the next one. */
    void refused(String explanation) {
        lastRefusal = explanation;
        askNext();
    }

    /** The origin that was asked takes it. */
    void taken(String originId) {
        patience.cancel();
        lastOrigin = originId;
        ports.choice().heard(originId);
    }

    /** Whether there is an origin beside one, as far as is known. Completes on the publisher's loop, and never fails. */
    Future<Boolean> isThereBeside(String originId) {
        Promise<Boolean> answer = Promise.promise();
        ports.nodes()
                .recent()
                .onComplete(known -> request.loop()
                        .execute(() -> answer.complete(known.succeeded()
                                && ports.choice().inOrder(known.result(), originId).stream()
                                        .anyMatch(origin -> !origin.nodeId().equals(originId)))));
        return answer.future();
    }

    /** The origin that took it last; empty if none did yet. */
    String lastOrigin() {
        return lastOrigin;
    }

    /** Why the last that was asked did not. */
    String lastRefusal() {
        return lastRefusal;
    }

    /** Nobody is to be asked any more. */
    void stop() {
        patience.cancel();
    }
}
