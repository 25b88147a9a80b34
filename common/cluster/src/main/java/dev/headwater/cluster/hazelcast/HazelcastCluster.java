package dev.headwater.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent;
import dev.headwater.cluster.ClusterSettings;
import dev.headwater.cluster.ClusterView;
import dev.headwater.cluster.NodeDirectory;
import dev.headwater.cluster.RelayBook;
import dev.headwater.cluster.Seeds;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.UsesDirectory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's membership of its cluster: a Hazelcast member, the directories on it and the clustered Vert.x. Thread-safe;
 * nothing blocks the caller.
 *
 * <pre>
 *   join -> clusteredVertx -> serve ... withdraw what the directory has -> vertx.close() -> leave
 * </pre>
 *
 * An origin holds a part of the directory; an edge ({@code lite}) only asks. An edge that finds no origin starts all the
 * same: until one joins, its directory calls fail with {@link dev.headwater.cluster.DirectoryUnavailableException} and
 * its event bus reaches nobody; both work by themselves soon after. Members that did not find each other at the start
 * look again every five seconds.
 */
public final class HazelcastCluster {
    /** A member that stands still for less than this is not given up, and loses nothing that it owns. */
    public static final Duration STEADY_FOR =
            Duration.ofSeconds(MemberConfig.GIVEN_UP_SECONDS - MemberConfig.HEARTBEAT_SECONDS);

    /** A clock that is further from the cluster's is told of. */
    private static final Duration APART = Duration.ofSeconds(10);

    private static final Duration BUS_CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** A connection of the event bus whose bytes nobody acknowledges is closed: the next message makes a new one. */
    private static final Duration BUS_UNANSWERED = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(HazelcastCluster.class);

    private final MembershipLog membership = new MembershipLog();
    private final ClusterSettings settings;
    private final HazelcastInstance hazelcast;
    private final DirectoryCalls calls = new DirectoryCalls();
    private final HazelcastStreamDirectory streams;
    private final HazelcastStreamDirectory relays;
    private final HazelcastNodeDirectory nodes;
    private final HazelcastUsesDirectory uses;
    private final HazelcastRelayBook relayBook;
    private final Reunion reunion;
    private final Reclaimer reclaimer;
    private final Expiry expiry;
    private final Promise<Void> lost = Promise.promise();
    private volatile boolean leaving;

    private HazelcastCluster(ClusterSettings settings, HazelcastInstance hazelcast) {
        this.settings = settings;
        this.hazelcast = hazelcast;
        Schemas.tell(hazelcast);
        reunion = new Reunion(hazelcast);
        streams = new HazelcastStreamDirectory(
                hazelcast.getMap(HazelcastStreamDirectory.MAP), settings.succession(), calls, reunion);
        relays = new HazelcastStreamDirectory(
                hazelcast.getMap(HazelcastStreamDirectory.RELAYS_MAP), settings.succession(), calls, reunion);
        nodes = new HazelcastNodeDirectory(hazelcast.getMap(HazelcastNodeDirectory.MAP), settings.succession(), calls);
        uses = new HazelcastUsesDirectory(hazelcast.getMap(HazelcastUsesDirectory.MAP), settings.succession(), calls);
        relayBook = new HazelcastRelayBook(hazelcast.getMap(HazelcastRelayBook.MAP), calls);
        reclaimer = new Reclaimer(hazelcast.getCluster(), streams, relays, nodes, uses);
        streams.listen();
        relays.listen();
        uses.listen();
        expiry = new Expiry(settings.succession(), settings.lite() ? List.of() : List.of(streams, relays));
        hazelcast.getCluster().addMembershipListener(membership);
        hazelcast.getLifecycleService().addLifecycleListener(membership);
        hazelcast.getLifecycleService().addLifecycleListener(reunion);
        hazelcast.getLifecycleService().addLifecycleListener(this::leaveIfForeign);
        hazelcast.getLifecycleService().addLifecycleListener(this::noticeEnd);
        membership.joined(hazelcast.getCluster().getMembers());
        if (!settings.lite()) {
            hazelcast.getCluster().addMembershipListener(reclaimer);
        }
    }

    /**
     * Starts this node's member and joins the others, or stands alone if none of them is there. A name that has no address yet is
     * given time for one. Fails if the port is taken, an address is unknown, or the cluster is of another protocol.
     */
    public static Future<HazelcastCluster> join(ClusterSettings settings) {
        SteadyClock.use();
        return onOwnThread("headwater-cluster-join", () -> {
            if (settings.seeds() instanceof Seeds.DnsName(String name, int _)) {
                SeedName.of(name).await();
            }
            HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(MemberConfig.of(settings));
            try {
                requireOneProtocol(hazelcast.getCluster().getMembers());
                HazelcastCluster cluster = new HazelcastCluster(settings, hazelcast);
                cluster.warnOfNamesake();
                cluster.warnOfClock();
                return cluster;
            } catch (RuntimeException e) {
                hazelcast.getLifecycleService().terminate();
                throw e;
            }
        });
    }

    /**
     * Builds the Vert.x whose event bus spans the cluster. Its {@code close} does not end the membership: {@link #leave}
     * does, afterwards.
     *
     * @param options of the node; the host and port of the event bus are set here
     * @param more adds what the node wants besides, e.g. metrics
     */
    public Future<Vertx> clusteredVertx(VertxOptions options, UnaryOperator<VertxBuilder> more) {
        EventBusOptions eventBus = options.getEventBusOptions();
        eventBus.setHost(settings.bindHost());
        eventBus.setPort(settings.eventBusPort());
        eventBus.setClusterPublicHost(settings.publicHost());
        eventBus.setConnectTimeout((int) BUS_CONNECT_TIMEOUT.toMillis());
        eventBus.setTcpUserTimeout((int) BUS_UNANSWERED.toMillis());
        return more.apply(Vertx.builder())
                .with(options)
                .withClusterManager(new SteadyClusterManager(hazelcast))
                .buildClustered();
    }

    public StreamDirectory streams() {
        return streams;
    }

    /** Which node runs which relay: owned as streams are, and free when their owner is dead for certain, or the records run out. */
    public StreamDirectory relays() {
        return relays;
    }

    /** The relays that operators added to those of the configuration. */
    public RelayBook relayBook() {
        return relayBook;
    }

    public NodeDirectory nodes() {
        return nodes;
    }

    /** What all nodes use of what is limited in the whole cluster. */
    public UsesDirectory uses() {
        return uses;
    }

    /**
     * Tells of each other node that is there and of each that comes: its id, and the address that its member is at. On the
     * thread that calls, then on threads of Hazelcast's.
     */
    public void watchNodes(BiConsumer<String, InetAddress> watcher) {
        hazelcast
                .getCluster()
                .addMembershipListener(new Newcomers(hazelcast.getCluster().getLocalMember(), watcher));
    }

    /** The port that other members connect to. */
    public int port() {
        return hazelcast.getCluster().getLocalMember().getAddress().getPort();
    }

    /**
     * The time of day as the cluster has it: about the same at all its nodes, whatever their machines' clocks say or come to say.
     * It is that of the machine of the oldest member, as it was when that one started.
     */
    public InstantSource clock() {
        var members = hazelcast.getCluster();
        return () -> Instant.ofEpochMilli(members.getClusterTime());
    }

    /** How often this node was on the side of a split cluster that gave way to the other, and was taken in again. */
    public int merges() {
        return membership.merges();
    }

    /** Who is there now. */
    public ClusterView view() {
        try {
            Set<Member> members = hazelcast.getCluster().getMembers();
            int dataMembers = (int)
                    members.stream().filter(member -> !member.isLiteMember()).count();
            return new ClusterView(members.size(), dataMembers, dataMembers > 0);
        } catch (HazelcastInstanceNotActiveException e) {
            return ClusterView.LEFT;
        }
    }

    /**
     * Completes when the member has ended by itself, as after a merge that failed, or one into a cluster of another protocol: it
     * does not come back, and this node owns nothing that others know of. On a thread of Hazelcast's.
     */
    public Future<Void> lost() {
        return lost.future();
    }

    private void noticeEnd(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.SHUTDOWN && !leaving) {
            lost.tryComplete();
        }
    }

    /** Hands this member's part of the directory over, at most two seconds long, and leaves. Close Vert.x before. */
    public Future<Void> leave() {
        leaving = true;
        return onOwnThread("headwater-cluster-leave", () -> {
            reclaimer.close();
            reunion.close();
            expiry.close();
            calls.close();
            hazelcast.shutdown();
            return null;
        });
    }

    /** Stops as a crash would. Blocks. */
    void terminate() {
        leaving = true;
        reclaimer.close();
        reunion.close();
        expiry.close();
        hazelcast.getLifecycleService().terminate();
        calls.close();
    }

    /** For tests that look behind the directories. */
    HazelcastInstance hazelcast() {
        return hazelcast;
    }

    /**
     * The cluster's protocol is that of its oldest member: who has come to it with another goes, and nobody for his sake (ADR 0031).
     *
     * @param members in the order in which they came
     */
    private static void requireOneProtocol(Set<Member> members) {
        Member oldest = members.iterator().next();
        String theirs = oldest.getAttribute(MemberConfig.PROTOCOL_ATTRIBUTE);
        if (theirs != null && !theirs.equals(Integer.toString(MemberConfig.PROTOCOL))) {
            throw new IllegalStateException(
                    "the oldest member, at %s, speaks version %s of the cluster's protocol and this node %d: end all nodes of that version first, or give this one another cluster.name"
                            .formatted(oldest.getAddress(), theirs, MemberConfig.PROTOCOL));
        }
    }

    /** A node that stood alone may have been merged into a cluster that it would not have joined. It is {@link #lost} then. */
    private void leaveIfForeign(LifecycleEvent event) {
        if (event.getState() != LifecycleEvent.LifecycleState.MERGED) {
            return;
        }
        try {
            requireOneProtocol(hazelcast.getCluster().getMembers());
        } catch (IllegalStateException e) {
            LOG.error("this node leaves the cluster that it was merged into: {}", e.getMessage());
            var _ = onOwnThread("headwater-cluster-leave", () -> {
                hazelcast.getLifecycleService().terminate();
                return null;
            });
        }
    }

    private void warnOfNamesake() {
        Member self = hazelcast.getCluster().getLocalMember();
        for (Member member : hazelcast.getCluster().getMembers()) {
            if (!member.equals(self) && settings.nodeId().equals(member.getAttribute(MemberConfig.NODE_ID_ATTRIBUTE))) {
                LOG.warn(
                        "node.name={} is the name of the member at {} too: give each node its own",
                        settings.nodeId(),
                        member.getAddress());
            }
        }
    }

    private void warnOfClock() {
        Duration ahead = Duration.between(clock().instant(), Instant.now());
        if (ahead.abs().compareTo(APART) > 0) {
            LOG.warn(
                    "this machine's clock is {} s {} that of the cluster's oldest member, as it was when that one started: streams do"
                            + " not mind, but tokens and signatures are judged by each machine's clock",
                    ahead.abs().toSeconds(),
                    ahead.isPositive() ? "ahead of" : "behind");
        }
    }

    private static <T> Future<T> onOwnThread(String name, Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().name(name).start(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        Context context = Vertx.currentContext();
        return context == null ? Future.fromCompletionStage(result) : Future.fromCompletionStage(result, context);
    }
}
