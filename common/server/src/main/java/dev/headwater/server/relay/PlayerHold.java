package dev.headwater.server.relay;

import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * For how long players are held while the upstream is away: they stay connected and get nothing. A timer beside the pull's state,
 * which ends when frames have come again for a while, or with the stream. Confined to the pull's event loop.
 */
final class PlayerHold {
    private final LiveStream stream;
    private final PullSettings settings;
    private final BooleanSupplier promising;
    private final Consumer<EndReason> onExpired;
    private final LoopTimer timer;
    private long endNanos;
    private long positionMs; // at the last loss

    /**
     * @param promising whether an owner is asked, which may yet greet: it gets the time that it may take, once in a hold
     * @param onExpired called with the reason for which the hold began, when it has been long enough
     */
    PlayerHold(LiveStream stream, PullSettings settings, BooleanSupplier promising, Consumer<EndReason> onExpired) {
        this.stream = stream;
        this.settings = settings;
        this.promising = promising;
        this.onExpired = onExpired;
        this.timer = new LoopTimer(stream.loop());
    }

    /**
     * Frames come no more: players are held from now on. Who is held already, and got nothing since, is held no longer for it;
     * and for no loss less long than was promised.
     */
    void begin(EndReason reason) {
        var time = isVanishedPublisher(reason) ? settings.publisherHold() : settings.hold();
        long newEndNanos = stream.loop().ticker().nanoTime() + time.toNanos();
        boolean wentOn = stream.timestampMs() > positionMs;
        positionMs = stream.timestampMs();
        if (!timer.isSet() || (wentOn && newEndNanos - endNanos > 0)) {
            endNanos = newEndNanos;
            timer.set(time, () -> timeOver(reason));
        }
    }

    private void timeOver(EndReason reason) {
        if (promising.getAsBoolean()) {
            timer.set(settings.connectTimeout(), () -> onExpired.accept(reason));
        } else {
            onExpired.accept(reason);
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
