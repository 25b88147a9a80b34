package dev.headwater.origin;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.HubSettings;
import dev.headwater.media.hub.LiveStream;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.metrics.NodeMetrics;
import dev.headwater.server.role.PublishDecision;
import dev.headwater.server.role.PublishGate;
import dev.headwater.server.role.PublishRequest;
import io.vertx.core.Future;
import java.time.Duration;

/** Lets a publisher in once the directory has given this node the name. Thread-safe. */
final class ClaimingGate implements PublishGate {
    private final StreamDirectory directory;
    private final LocalPublications publications;
    private final ClaimRequests requests;
    private final ClaimPolicy policy;
    private final HubSettings hub;
    private final Duration leaseLife;
    private final NodeMetrics metrics;

    ClaimingGate(
            StreamDirectory directory,
            LocalPublications publications,
            ClaimRequests requests,
            ClaimPolicy policy,
            HubSettings hub,
            Duration leaseLife,
            NodeMetrics metrics) {
        this.directory = directory;
        this.publications = publications;
        this.requests = requests;
        this.policy = policy;
        this.hub = hub;
        this.leaseLife = leaseLife;
        this.metrics = metrics;
    }

    @Override
    public Future<PublishDecision> admit(PublishRequest request) {
        return directory
                .claim(requests.of(request.key(), policy, 0))
                .onFailure(cause -> metrics.failedClaims.increment())
                .map(claim -> switch (claim) {
                    case Claim.Granted granted -> granted(granted, request);
                    case Claim.HeldBy held -> heldBy(held.record());
                });
    }

    private PublishDecision granted(Claim.Granted granted, PublishRequest request) {
        boolean takeover =
                granted.previous().filter(record -> !record.isTombstone()).isPresent();
        (takeover ? metrics.takeoverClaims : metrics.grantedClaims).increment();
        return new PublishDecision.Granted(publication(granted.record(), request));
    }

    private PublishDecision heldBy(StreamRecord holder) {
        metrics.refusedClaims.increment();
        return new PublishDecision.Refused(
                StatusCode.PUBLISH_BAD_NAME,
                "already published at %s; publish.policy=refuse".formatted(holder.originId()));
    }

    private OriginPublication publication(StreamRecord record, PublishRequest request) {
        var publication = new OriginPublication(
                record,
                request.publisher(),
                new LiveStream(request.key(), request.loop(), hub, players -> {}),
                new Lease(leaseLife, hub.clock()),
                directory,
                publications::remove);
        publications.put(publication).ifPresent(loser -> loser.superseded(record));
        return publication;
    }
}
