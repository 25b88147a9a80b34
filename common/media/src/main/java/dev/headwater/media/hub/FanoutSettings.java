package dev.headwater.media.hub;

import java.time.Duration;

/**
 * How the frames of an app's streams are gathered to pulses: what leaves together costs one call to the kernel for each player.
 *
 * @param maxDelay how long audio and data wait for a video message, which leaves at once and takes them along; longer than
 *     {@link #VIDEO_AT_ONCE}, video waits as well and everything leaves every {@code maxDelay}; zero gathers nothing
 *     ({@code fanout.max-delay})
 * @param maxStretch how long an event loop that is late may hold frames beyond that; zero is never ({@code fanout.max-stretch})
 */
public record FanoutSettings(Duration maxDelay, Duration maxStretch) {
    /** Up to this delay a video message never waits: about one frame of 25 a second. */
    public static final Duration VIDEO_AT_ONCE = Duration.ofMillis(40);

    /** Every batch leaves when it comes. */
    public static final FanoutSettings UNGATHERED = new FanoutSettings(Duration.ZERO, Duration.ZERO);

    public FanoutSettings {
        if (maxDelay.isNegative() || maxStretch.isNegative()) {
            throw new IllegalArgumentException("negative: " + maxDelay + ", " + maxStretch);
        }
    }

    /** These, but for a delay that would make video wait. */
    FanoutSettings withVideoAtOnce() {
        return maxDelay.compareTo(VIDEO_AT_ONCE) > 0 ? new FanoutSettings(VIDEO_AT_ONCE, maxStretch) : this;
    }
}
