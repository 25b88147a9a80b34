package dev.headwater.media.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How old frames are said to be when they leave, in virtual time. */
class RelayDelayTest extends OneLoop {
    private static final Duration GATHERED = Duration.ofMillis(30);
    private static final Duration BEFORE = Duration.ofMillis(200);

    @Override
    FanoutSettings fanout() {
        return new FanoutSettings(GATHERED, Duration.ofMillis(350));
    }

    @Test
    void framesFromABroadcasterAreDelayedByNoRelay() {
        startAvcAac();
        joined();
        send(key(0));
        pass(GATHERED);
        assertThat(relayDelays).isEmpty();
    }

    @Test
    void framesFromARelayAreAsOldAsItSaysAndAsLongAsTheyWaitHere() {
        startAvcAac();
        pass(GATHERED);
        joined();
        stream.sourceDelay(BEFORE.toNanos());
        send(key(0));
        send(sound(10));
        pass(GATHERED);
        assertThat(relayDelays).last().isEqualTo(BEFORE.plus(GATHERED).toNanos());
    }

    @Test
    void nodesAreToldOfTheDelayOfTheLastFramesSmoothed() {
        startAvcAac();
        stream.sourceDelay(BEFORE.toNanos());
        for (int i = 0; i < 50; i++) {
            send(key(i * 40L));
        }
        assertThat(Duration.ofNanos(stream.delayNanos())).isBetween(BEFORE.minusMillis(1), BEFORE);
    }
}
