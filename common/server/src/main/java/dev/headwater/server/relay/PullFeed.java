package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.EndReason;
import dev.headwater.media.hub.LiveStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a pull's frames come from: from one node at any instant, and none of an epoch lower than one that was taken. The owner is
 * asked first, which may send us down the tree ({@link TreePlace}); while who feeds us is silent or cannot be reached, another
 * way is looked for beside it ({@link Detour}). Confined to the pull's loop.
 */
final class PullFeed implements LinkOwner, Detour.Pull {
    /** Who is fed. Told on the pull's loop. */
    interface Taker {
        /** From now on; it may be that it was before, by another node. */
        void fed(RelayGreeting greeting);

        /** Frames have come for a while: what was lost is back. */
        void settled();

        /**
         * The node that fed it, or was asked to, is gone.
         *
         * @param steady whether frames had come for a while
         */
        void lost(EndReason reason, String explanation, boolean steady);

        /** Nobody is left to be asked. */
        void foundNobody();

        boolean isOver();
    }

    private final Taker taker;
    private final PullPorts ports;
    private final PullSettings settings;
    private final LiveStream stream;
    private final PullAudience audience;
    private final Owners owners;
    private final TreePlace tree;
    private final PullJournal journal;
    private final Detour detour;
    private final LoopTimer patience;
    private @Nullable UpstreamLink link;

    /** @param stream that gets the frames, on its loop */
    PullFeed(
            Taker taker,
            PullPorts ports,
            PullSettings settings,
            LiveStream stream,
            PullAudience audience,
            Owners owners,
            TreePlace tree,
            PullJournal journal) {
        this.taker = taker;
        this.ports = ports;
        this.settings = settings;
        this.stream = stream;
        this.audience = audience;
        this.owners = owners;
        this.tree = tree;
        this.journal = journal;
        this.detour = new Detour(this, ports, settings, stream);
        this.patience = new LoopTimer(stream.loop());
    }

    /** From nobody, until the next {@link #from}. Idempotent. */
    void stop() {
        closeLink();
        detour.stop();
    }

    private void closeLink() {
        patience.cancel();
        if (link != null) {
            var old = link;
            link = null;
            old.close();
        }
    }

    /** Whether who feeds it, or is asked to, says nothing. */
    boolean isInDoubt() {
        return link != null && link.isInDoubt();
    }

    // ---- the way down the tree ----------------------------------------------------------------------------------

    /** A new way, which begins at the owner. */
    void from(StreamRecord owner) {
        ask(tree.startAt(owner));
    }

    /** Goes on with the way. */
    void askNext() {
        tree.next().ifPresentOrElse(this::ask, taker::foundNobody);
    }

    private void ask(PullTarget target) {
        closeLink();
        var trace = journal.asked(target);
        var next = new UpstreamLink(this, stream.loop(), settings, stream, target);
        link = next;
        patience.set(settings.connectTimeout(), () -> next.vanished("no greeting within pull.connect-timeout"));
        next.open(ports.upstreams().open(stream.loop(), target, request(target, Optional.empty()), trace, next));
    }

    @Override
    public PullRequest request(PullTarget target, Optional<RelayAddress> silent) {
        return tree.request(target, new Seen(owners.seen(), stream.timestampMs()), silent);
    }

    // ---- the answers -------------------------------------------------------------------------------------------

    @Override
    public void sentTo(UpstreamLink from, List<RelayAddress> places) {
        journal.sentOn(from.target(), places);
        tree.sentTo(places);
        closeLink();
        askNext();
    }

    @Override
    public void greeted(UpstreamLink from, RelayGreeting greeting) {
        if (mayTake(greeting)) {
            patience.cancel();
            take(from, greeting);
        } else {
            closeLink();
            askNext();
        }
    }

    @Override
    public boolean mayTake(RelayGreeting greeting) {
        if (greeting.epoch().compareTo(owners.seen()) < 0) {
            journal.refusedPast(greeting.epoch(), owners.seen());
            return false;
        }
        if (tree.isCircle(greeting)) {
            journal.refusedCircle(greeting.path());
            return false;
        }
        return true;
    }

    private void take(UpstreamLink from, RelayGreeting greeting) {
        continueLine(greeting);
        owners.take(greeting.epoch());
        tree.joined(greeting);
        stream.path(tree.path());
        taker.fed(greeting);
        straighten(from);
    }

    private void continueLine(RelayGreeting greeting) {
        if (greeting.epoch().equals(owners.seen())) {
            stream.goesOnTheSameLine();
            return;
        }
        if (!owners.seen().equals(Epoch.NONE)) {
            ports.metrics().epochChanges.increment();
            if (greeting.timelineMs() >= stream.timestampMs()) {
                stream.goesOnAbove();
            }
        }
        stream.epoch(greeting.epoch().number());
    }

    /** Frames come no more; those that pull from here look for the stream anew. */
    void interrupt(EndReason reason) {
        stream.interrupted();
        tree.left(reason);
    }

    @Override
    public void settled() {
        tree.settled();
        taker.settled();
        if (link != null && !link.target().isDetour()) {
            detour.settledInTree();
        }
    }

    @Override
    public void ended(UpstreamLink from, EndReason reason, String explanation) {
        if (reason == EndReason.SHUTDOWN) {
            tree.vanished(from.target());
        }
        if (lose(from, reason, explanation) && from.target().isDetour()) {
            lookAround(from);
        }
    }

    @Override
    public void vanished(UpstreamLink from, String explanation) {
        tree.vanished(from.target());
        if (lose(from, EndReason.UPSTREAM_LOST, explanation)) {
            lookAround(from);
        }
    }

    /** False if who was asked on the way back has greeted already, and takes over. */
    private boolean lose(UpstreamLink from, EndReason reason, String explanation) {
        if (detour.takeOver()) {
            return false;
        }
        closeLink();
        taker.lost(reason, explanation, from.isSteady());
        return true;
    }

    // ---- the way around -----------------------------------------------------------------------------------------

    /** Whether a node is asked beside the one that feeds it. */
    boolean isAskingAnother() {
        return detour.isAsking();
    }

    @Override
    public void doubted(UpstreamLink from) {
        if (!detour.takeOver()) {
            detour.around(from.target());
        }
    }

    @Override
    public void relieved(UpstreamLink from) {
        straighten(from);
    }

    /** Who has an upstream wants no other, but who goes through a node that is none of its tree wants to go back. */
    private void straighten(UpstreamLink upstream) {
        if (upstream.target().isDetour()) {
            detour.back();
        } else {
            detour.stop();
        }
    }

    /** The owner is asked again; it may be out of reach. */
    private void lookAround(UpstreamLink gone) {
        if (taker.isOver()) {
            return;
        }
        if (gone.target().isDetour()) {
            detour.around(gone.target());
        } else {
            detour.aroundSoon();
        }
    }

    @Override
    public Optional<StreamRecord> ownerToReach() {
        return owners.named()
                .filter(record -> audience.hasPlayers()
                        && !record.originId().equals(ports.self().node()));
    }

    @Override
    public boolean feeds(RelayAddress place) {
        return tree.feeds(place);
    }

    @Override
    public boolean needsPicture(RelayGreeting greeting) {
        return greeting.epoch().equals(owners.seen()) && stream.awaitsKeys();
    }

    @Override
    public void changeTo(UpstreamLink next, RelayGreeting greeting) {
        journal.changed(next.target());
        if (!tree.path().isEmpty()) {
            interrupt(EndReason.UPSTREAM_LOST);
        }
        closeLink();
        link = next;
        take(next, greeting);
        next.handTo(this);
    }

    @Override
    public boolean staysAtOneOf(List<RelayAddress> places) {
        if (link == null || link.target().parent().filter(places::contains).isEmpty()) {
            return false;
        }
        link.joinTree();
        journal.stays(link.target());
        return true;
    }
}
