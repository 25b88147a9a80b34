package dev.headwater.origin;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.DirectoryUnavailableException;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.StreamKey;
import dev.headwater.media.hub.Hub;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.relay.RelayChildren;
import dev.headwater.server.role.Forwarded;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Lets a publisher in once the directory has given this node the name. Thread-safe. */
final class ClaimingGate implements PublishGate {
    private final StreamDirectory directory;
    private final NodeLease node;
    private final LocalPublications publications;
    private final UnansweredCalls calls;
    private final ClaimRequests requests;
    private final Function<String, ClaimPolicy> policy;
    private final Hub hub;
    private final int fanout;
    private final NodeMetrics metrics;

    /** @param policy by app */
    ClaimingGate(ClaimPorts ports, Function<String, ClaimPolicy> policy) {
        this.directory = ports.directory();
        this.node = ports.node();
        this.publications = ports.publications();
        this.calls = ports.calls();
        this.requests = ports.requests();
        this.policy = policy;
        this.hub = ports.hub();
        this.fanout = ports.fanout();
        this.metrics = ports.metrics();
    }

    /**
     * Looks the name up before it claims it. A lost member may keep both from their answers for seconds, in which a publisher gives
     * up and goes elsewhere: a look harms nobody then, but a claim that was asked for cannot be taken back, and would take the
     * name from where its publisher is by now. After a sleep it waits in between until this node is where the others are: its own
     * half of the directory would let a publisher in over one who has the name, also where {@code publish.policy} is {@code refuse}.
     */
    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        return calls.add(request.trace()
                .during(
                        "claim",
                        () -> directory
                                .find(request.key())
                                .compose(this::free)
                                .compose(freed -> Future.any(node.sure(), request.left()))
                                .compose(sureOrLeft -> claim(request)))
                .onFailure(cause -> metrics.failedClaims.increment())
                .recover(cause -> cause instanceof DirectoryUnavailableException
                        ? Future.succeededFuture(refused(
                                StatusCode.STREAM_FAILED, "the name cannot be claimed now: " + cause.getMessage()))
                        : Future.failedFuture(cause)));
    }

    /** Buries what an earlier run of this node has left, if that would refuse a publisher until it runs out. */
    private Future<Void> free(Optional<StreamRecord> found) {
        return found.filter(record -> policyOf(record.key()) == ClaimPolicy.REFUSE
                        && requests.made(record)
                        && !publications.has(record.key()))
                .map(directory::bury)
                .orElse(Future.succeededFuture());
    }

    private Future<PublishDecision> claim(PublishRequest request) {
        if (request.left().isComplete()) {
            return Future.succeededFuture(refused(StatusCode.STREAM_FAILED, "the publisher left before the claim"));
        }
        var current = publications.get(request.key());
        if (current != null && tookOver(current, request.forwarded())) {
            return Future.succeededFuture(tooLate(current.epoch()));
        }
        // a directory that forgot, or that comes from the other half of a split, must not give one epoch twice
        long ownEpoch = publications.newestEpoch(request.key());
        long asked = node.now();
        return publications.claiming(
                request.key(),
                () -> directory
                        .claim(requests.of(request.key(), policyOf(request.key()), request.forwarded(), ownEpoch))
                        .compose(claim -> switch (claim) {
                            case Claim.Granted granted -> granted(granted, request, asked);
                            case Claim.HeldBy held -> Future.succeededFuture(heldBy(held.record()));
                        }));
    }

    /** Whether {@code current} took over from the publisher who comes back: a directory that forgot would not know. */
    private static boolean tookOver(OriginPublication current, Forwarded publisher) {
        return publisher.seenEpoch() > 0
                && current.epoch() > publisher.seenEpoch()
                && !publisher.publisherId().equals(current.record().publisherId());
    }

    private Future<PublishDecision> granted(Claim.Granted granted, PublishRequest request, long asked) {
        var publication = publication(granted.record(), request, asked);
        return switch (publications.put(publication)) {
            case LocalPublications.Placed.First(Optional<OriginPublication> replaced) -> {
                boolean takeover = granted.previous()
                        .filter(record -> !record.isTombstone())
                        .isPresent();
                (takeover ? metrics.takeoverClaims : metrics.grantedClaims).increment();
                replaced.ifPresent(loser -> {
                    // the record knows the last announced position, the loser the last one
                    publication.advanceTo(loser.record().timelineMs() + OriginPublication.GAP_MS);
                    loser.onTakenOver(granted.record());
                });
                yield Future.succeededFuture(new PublishDecision.Granted(publication));
            }
            case LocalPublications.Placed.TooLate(OriginPublication newer) ->
                Future.succeededFuture(tooLate(newer.epoch()));
            case LocalPublications.Placed.Used(long newest) -> raised(granted, newest, request, asked);
        };
    }

    /**
     * One that came in between has its epoch: two claims were under way as the halves of a split merged, and each half answered one, or
     * the one before rose meanwhile.
     */
    private Future<PublishDecision> raised(Claim.Granted granted, long above, PublishRequest request, long asked) {
        return directory
                .raise(granted.record(), above)
                .onFailure(cause -> calls.add(directory.release(granted.record()))) // nobody publishes it
                .compose(standing -> standing.isSameClaim(granted.record())
                        ? granted(new Claim.Granted(standing, granted.previous()), request, asked)
                        : Future.succeededFuture(tooLate(standing.epoch())));
    }

    private PublishDecision tooLate(long newerEpoch) {
        metrics.refusedClaims.increment();
        return refused(StatusCode.PUBLISH_BAD_NAME, "taken over meanwhile by epoch " + newerEpoch);
    }

    private PublishDecision heldBy(StreamRecord holder) {
        metrics.refusedClaims.increment();
        return refused(
                StatusCode.PUBLISH_BAD_NAME,
                "already published at %s in epoch %d; publish.policy=%s"
                        .formatted(
                                holder.originId(),
                                holder.epoch(),
                                policyOf(holder.key()).name().toLowerCase(Locale.ROOT)));
    }

    private ClaimPolicy policyOf(StreamKey key) {
        return policy.apply(key.app());
    }

    private static PublishDecision refused(StatusCode code, String reason) {
        return new PublishDecision.Refused(code, reason);
    }

    private OriginPublication publication(StreamRecord record, PublishRequest request, long asked) {
        var stream = new LiveStream(request.key(), request.loop(), hub, players -> {});
        return new OriginPublication(
                request.publisher(),
                stream,
                new Ownership(record, directory, calls, request.loop(), node.ofClaim(asked)),
                new RelayChildren(stream, fanout, metrics.pullsOverFanout),
                publications::remove);
    }
}
