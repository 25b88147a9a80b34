package dev.headwater.server.relay;

import dev.headwater.media.hub.LiveStream;
import dev.headwater.server.role.PlayDecision;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * For whom a stream is pulled: players that have it, players on their way in, and nodes for which it is fetched since they cannot
 * reach its owner. Confined to the pull's event loop.
 */
final class PullAudience {
    /** How long a node for which the stream is fetched waits; it has others to ask. */
    static final Duration GUEST_PATIENCE = Duration.ofSeconds(1);

    private final LiveStream stream;
    private final Waiters players;
    private final Waiters guests;

    /**
     * @param promising whether there is an owner that may yet answer
     * @param onLeft called when somebody is gone
     */
    PullAudience(
            EventExecutor loop, LiveStream stream, PullSettings settings, BooleanSupplier promising, Runnable onLeft) {
        this.stream = stream;
        this.players = new Waiters(loop, settings.waitAtMost(), settings.connectTimeout(), promising, onLeft);
        this.guests = new Waiters(loop, GUEST_PATIENCE, Duration.ZERO, () -> false, onLeft);
    }

    /** @param left completes, on any thread, when the player is gone */
    void addPlayer(Promise<PlayDecision> promise, Future<Void> left) {
        players.add(promise, left);
    }

    /** @param left completes, on any thread, when the node is gone */
    void addGuest(Promise<PlayDecision> promise, Future<Void> left) {
        guests.add(promise, left);
    }

    /** Somebody is told that it may join. */
    void letIn() {
        players.letIn();
    }

    boolean isThere() {
        return hasPlayers() || !guests.isEmpty();
    }

    boolean hasPlayers() {
        return !players.isEmpty() || stream.players() > 0;
    }

    /** Whoever waits gets the stream. */
    void begin() {
        players.letIn();
        var found = new PlayDecision.Found(stream);
        players.answer(found);
        guests.answer(found);
    }

    /** There is no stream yet: nodes are told, since they have others to ask; players wait on. */
    void sendGuestsOn() {
        guests.answer(PlayDecision.NOT_FOUND);
    }

    /** There will be none. */
    void end() {
        players.answer(PlayDecision.NOT_FOUND);
        guests.answer(PlayDecision.NOT_FOUND);
    }
}
