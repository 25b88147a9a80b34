package dev.headwater.loadtest.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final String STREAM = "live/a";

    @Test
    void everyFrameToEveryPlayerIsAll() {
        var delivery = Delivery.of(List.of(player(STREAM, true, 10, 19), player(STREAM, true, 10, 19)));

        assertThat(delivery).isEqualTo(new Delivery(20, 20));
        assertThat(delivery.ratio()).isEqualTo(1);
    }

    @Test
    void aFrameThatOnePlayerGotIsOwedToAll() {
        var delivery = Delivery.of(List.of(player(STREAM, true, 10, 19), player(STREAM, true, 12, 18)));

        assertThat(delivery).isEqualTo(new Delivery(20, 17));
    }

    @Test
    void aPlayerThatGotNothingIsOwedEverything() {
        var delivery = Delivery.of(List.of(player(STREAM, true, 1, 10), new PlayerTally(STREAM, true)));

        assertThat(delivery.ratio()).isEqualTo(0.5);
    }

    @Test
    void aPlayerThatCameInTheMeasuredTimeIsOwedWhatFollowsItsFirstFrame() {
        var delivery = Delivery.of(List.of(player(STREAM, true, 1, 10), player(STREAM, false, 6, 10)));

        assertThat(delivery).isEqualTo(new Delivery(15, 15));
    }

    @Test
    void aPlayerThatLeftIsOwedNothingAfterItsLastFrame() {
        var leaver = player(STREAM, true, 1, 4);
        leaver.left();

        assertThat(Delivery.of(List.of(player(STREAM, true, 1, 10), leaver))).isEqualTo(new Delivery(14, 14));
    }

    @Test
    void aPlayerThatWasThrownOutIsOwedTheRest() {
        var thrownOut = player(STREAM, true, 1, 4);

        assertThat(Delivery.of(List.of(player(STREAM, true, 1, 10), thrownOut))).isEqualTo(new Delivery(20, 14));
    }

    @Test
    void framesThatCameTwiceDoNotMakeUpForLostOnes() {
        var stutterer = player(STREAM, true, 1, 10);
        stutterer.received(5);
        var loser = player(STREAM, true, 1, 9);

        assertThat(Delivery.of(List.of(stutterer, loser))).isEqualTo(new Delivery(20, 19));
    }

    @Test
    void streamsAreCountedApart() {
        var delivery = Delivery.of(List.of(player("live/a", true, 1, 10), player("live/b", true, 500, 504)));

        assertThat(delivery).isEqualTo(new Delivery(15, 15));
    }

    @Test
    void withoutStampsNothingIsExpected() {
        assertThat(Delivery.of(List.of(new PlayerTally(STREAM, true))).ratio()).isEqualTo(1);
    }

    private static PlayerTally player(String stream, boolean sinceBefore, long first, long last) {
        var tally = new PlayerTally(stream, sinceBefore);
        LongStream.rangeClosed(first, last).forEach(tally::received);
        return tally;
    }
}
