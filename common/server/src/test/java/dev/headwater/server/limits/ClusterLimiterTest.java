package dev.headwater.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headwater.cluster.NodeUses;
import dev.headwater.media.StreamKey;
import dev.headwater.server.auth.Action;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClusterLimiterTest {
    private static final StreamKey NEWS = new StreamKey("live", "news");
    private static final StreamKey SPORT = new StreamKey("live", "sport");
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
    private static final int BATCH = 2;
    private static final Counted NUMBERS = new Counted("what the nodes share");

    private final Map<Limit, Integer> values = new EnumMap<>(Limit.class);
    private final AtomicLong clock = new AtomicLong();
    private final UsesElsewhere elsewhere = new UsesElsewhere("a", Duration.ofSeconds(6), clock::get);
    private final ClusterLimiter limiter =
            new ClusterLimiter((limit, app) -> values.getOrDefault(limit, 0), NUMBERS, elsewhere, () -> BATCH);
    private final List<Boolean> changes = new ArrayList<>();

    private Runnable in(Action action, StreamKey key, InetAddress address) {
        return ((Permit.Granted) limiter.acquire(action, key, address)).release();
    }

    private Permit.Exhausted full(Action action, StreamKey key, InetAddress address) {
        return (Permit.Exhausted) limiter.acquire(action, key, address);
    }

    @Test
    void withoutLimitsNobodyIsCounted() {
        in(Action.PLAY, NEWS, HERE).run();
        in(Action.PUBLISH, NEWS, HERE);
        assertThat(limiter.counts()).isEmpty();
        assertThat(limiter.published()).isEmpty();
    }

    @Test
    void playersOfOneStreamAreAsManyAsMayAndWhoLeavesMakesRoom() {
        values.put(Limit.PLAYERS_PER_STREAM, 2);
        var first = in(Action.PLAY, NEWS, HERE);
        in(Action.PLAY, NEWS, THERE);
        assertThat(full(Action.PLAY, NEWS, HERE))
                .isEqualTo(new Permit.Exhausted(
                        Limit.PLAYERS_PER_STREAM, "limits.players-per-stream=2 is reached: 2 here, 0 at other nodes"));
        in(Action.PLAY, SPORT, HERE);
        first.run();
        in(Action.PLAY, NEWS, HERE);
        full(Action.PLAY, NEWS, HERE);
    }

    @Test
    void whoIsRefusedForOneThingIsNotCountedForAnother() {
        values.put(Limit.PLAYERS_PER_APP, 2);
        values.put(Limit.PLAYERS_PER_STREAM, 1);
        in(Action.PLAY, NEWS, HERE);
        assertThat(full(Action.PLAY, NEWS, HERE).limit()).isEqualTo(Limit.PLAYERS_PER_STREAM);
        in(Action.PLAY, SPORT, HERE);
        assertThat(full(Action.PLAY, new StreamKey("live", "third"), HERE).limit())
                .isEqualTo(Limit.PLAYERS_PER_APP);
        in(Action.PLAY, new StreamKey("other", "news"), HERE);
    }

    @Test
    void useOfAnAppIsThatOfTheWholeClusterAndOfItsFullestStream() {
        values.put(Limit.PLAYERS_PER_APP, 20);
        values.put(Limit.PLAYERS_PER_STREAM, 10);
        values.put(Limit.PLAYERS_PER_ADDRESS, 5);
        in(Action.PLAY, NEWS, HERE);
        in(Action.PLAY, NEWS, THERE);
        in(Action.PLAY, SPORT, HERE);
        elsewhere.uses(new NodeUses(
                "b",
                Map.of(
                        NUMBERS.ofApp(Limit.PLAYERS_PER_APP, "live"),
                        4,
                        NUMBERS.ofStream(Limit.PLAYERS_PER_STREAM, SPORT),
                        4)));
        assertThat(limiter.uses("live", List.of(NEWS, SPORT)))
                .containsExactly(
                        new LimitUse(Limit.PLAYERS_PER_APP, 20, OptionalInt.of(7)),
                        new LimitUse(Limit.PLAYERS_PER_STREAM, 10, OptionalInt.of(5)),
                        new LimitUse(Limit.PLAYERS_PER_ADDRESS, 5, OptionalInt.empty()));
        assertThat(limiter.uses("other", List.of()))
                .contains(new LimitUse(Limit.PLAYERS_PER_STREAM, 10, OptionalInt.of(0)));
    }

    @Test
    void oneNetworkOfIpv6IsOneAddress() {
        values.put(Limit.PLAYERS_PER_ADDRESS, 1);
        in(Action.PLAY, NEWS, InetAddress.ofLiteral("2001:db8:1:2::1"));
        assertThat(full(Action.PLAY, SPORT, InetAddress.ofLiteral("2001:db8:1:2:ffff::9"))
                        .limit())
                .isEqualTo(Limit.PLAYERS_PER_ADDRESS);
        in(Action.PLAY, NEWS, InetAddress.ofLiteral("2001:db8:1:3::1"));
    }

    @Test
    void playersElsewhereTakeRoomUntilTheirNodeLeavesOrFallsSilent() {
        values.put(Limit.PLAYERS_PER_STREAM, 5);
        long counted = NUMBERS.of(Limit.PLAYERS_PER_STREAM, NEWS, HERE);
        elsewhere.uses(new NodeUses("a", Map.of(counted, 99))); // of ourselves, an echo
        elsewhere.uses(new NodeUses("b", Map.of(counted, 3)));
        elsewhere.uses(new NodeUses("c", Map.of(counted, 2)));
        assertThat(full(Action.PLAY, NEWS, HERE).explanation()).endsWith("0 here, 5 at other nodes");
        elsewhere.gone("c");
        in(Action.PLAY, NEWS, HERE).run();
        clock.set(Duration.ofSeconds(6).toNanos());
        elsewhere.uses(new NodeUses("c", Map.of(counted, 4)));
        in(Action.PLAY, NEWS, HERE);
        full(Action.PLAY, NEWS, HERE);
    }

    @Test
    void nodeThatFellSilentHasNoShareAnyMore() {
        elsewhere.uses(new NodeUses("b", Map.of()));
        elsewhere.uses(new NodeUses("c", Map.of()));
        assertThat(elsewhere.nodes()).isEqualTo(3);
        clock.set(Duration.ofSeconds(6).toNanos()); // nobody tells anything any more
        assertThat(elsewhere.nodes()).isEqualTo(1);
    }

    @Test
    void whatTravelsOfAnAddressCannotBeFoundByTryingThemAll() {
        long told = NUMBERS.of(Limit.PLAYERS_PER_ADDRESS, NEWS, HERE);
        assertThat(new Counted("what the nodes share").of(Limit.PLAYERS_PER_ADDRESS, SPORT, HERE))
                .isEqualTo(told);
        assertThat(new Counted("what others share").of(Limit.PLAYERS_PER_ADDRESS, NEWS, HERE))
                .isNotEqualTo(told);
    }

    @Test
    void limitOfANodeDoesNotMindTheOthers() {
        values.put(Limit.PLAYERS_PER_NODE, 1);
        elsewhere.uses(new NodeUses("b", Map.of(NUMBERS.of(Limit.PLAYERS_PER_NODE, NEWS, HERE), 7)));
        in(Action.PLAY, NEWS, HERE);
        assertThat(full(Action.PLAY, SPORT, THERE).limit()).isEqualTo(Limit.PLAYERS_PER_NODE);
    }

    @Test
    void playersOfANodeAreItsLoad() {
        var gone = in(Action.PLAY, NEWS, HERE);
        assertThat(limiter.playersLoad()).as("no limit").isZero();
        gone.run();
        values.put(Limit.PLAYERS_PER_NODE, 4);
        in(Action.PLAY, NEWS, HERE);
        in(Action.PUBLISH, NEWS, HERE);
        assertThat(limiter.playersLoad()).isEqualTo(0.25);
        values.put(Limit.PLAYERS_PER_NODE, 1);
        assertThat(limiter.playersLoad()).isEqualTo(1);
    }

    @Test
    void whoPublishesALiveNameAgainNeedsNoRoom() {
        values.put(Limit.PUBLISHERS_PER_APP, 1);
        var before = in(Action.PUBLISH, NEWS, HERE);
        assertThat(full(Action.PUBLISH, SPORT, HERE).limit()).isEqualTo(Limit.PUBLISHERS_PER_APP);
        var after = in(Action.PUBLISH, NEWS, THERE);
        before.run();
        full(Action.PUBLISH, SPORT, HERE);
        after.run();
        in(Action.PUBLISH, SPORT, HERE);
    }

    @Test
    void nameThatIsLiveAtAnotherNodeNeedsNoRoomEither() {
        values.put(Limit.PUBLISHERS_PER_APP, 1);
        var other = new ClusterLimiter((limit, app) -> values.getOrDefault(limit, 0), NUMBERS, elsewhere, () -> BATCH);
        assertThat(other.acquire(Action.PUBLISH, NEWS, HERE)).isInstanceOf(Permit.Granted.class);
        elsewhere.uses(NodeUses.of("b", other.published(), other.counts()));
        full(Action.PUBLISH, SPORT, HERE);
        in(Action.PUBLISH, NEWS, HERE);
    }

    @Test
    void nodeTakesItsShareOfWhatIsLeftAndWantsToTellOfItBeforeThat() {
        values.put(Limit.PLAYERS_PER_STREAM, 30);
        elsewhere.uses(new NodeUses("b", Map.of()));
        elsewhere.uses(new NodeUses("c", Map.of()));
        limiter.listen(changes::add);
        for (int i = 0; i < 10; i++) { // a third
            in(Action.PLAY, NEWS, HERE);
        }
        assertThat(changes).contains(true);
        assertThat(full(Action.PLAY, NEWS, HERE).explanation())
                .isEqualTo("limits.players-per-stream=30 is near, and 11 came here faster than other nodes can be told:"
                        + " limits.batch=2");
        limiter.told(limiter.counts());
        for (int i = 0; i < 6; i++) { // a third of what is left
            in(Action.PLAY, NEWS, HERE);
        }
        full(Action.PLAY, NEWS, HERE);
    }

    @Test
    void nodeMayTakeABatchHoweverLittleIsLeft() {
        values.put(Limit.PLAYERS_PER_STREAM, BATCH);
        elsewhere.uses(new NodeUses("b", Map.of()));
        elsewhere.uses(new NodeUses("c", Map.of()));
        for (int i = 0; i < BATCH; i++) {
            in(Action.PLAY, NEWS, HERE);
        }
        full(Action.PLAY, NEWS, HERE);
    }
}
