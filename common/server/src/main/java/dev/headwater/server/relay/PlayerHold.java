package dev.headwater.server.relay;

import dev.headwater.media.hub.EndReason;
import io.netty.util.concurrent.EventExecutor;
import java.util.function.Consumer;

/**
 * For how long players are held while the upstream is away: they stay connected and get nothing. A timer beside the pull's state,
 * which ends when frames have come again for a while, or with the stream. Confined to the pull's event loop.
 */
final class PlayerHold {
    private final PullSettings settings;
    private final Consumer<EndReason> onOver;
    private final LoopTimer timer;

    /** @param onOver called with the reason for which the hold began, when it has been long enough */
    PlayerHold(EventExecutor loop, PullSettings settings, Consumer<EndReason> onOver) {
        this.settings = settings;
        this.onOver = onOver;
        this.timer = new LoopTimer(loop);
    }

    /** Frames come no more: players are held from now on, unless they are already. */
    void begin(EndReason reason) {
        if (!timer.isSet()) {
            timer.set(
                    isVanishedPublisher(reason) ? settings.publisherHold() : settings.hold(),
                    () -> onOver.accept(reason));
        }
    }

    private static boolean isVanishedPublisher(EndReason reason) {
        return switch (reason) {
            case PUBLISHER_LOST, PUBLISHER_SILENT, NO_MEDIA, OVER_BITRATE -> true;
            default -> false;
        };
    }

    /** Idempotent. */
    void end() {
        timer.cancel();
    }
}
