package dev.headwater.origin;

import dev.headwater.cluster.Claim;
import dev.headwater.cluster.ClaimPolicy;
import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces this node's publications and ends those that another origin took over. Thread-safe. */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final StreamDirectory directory;
    private final LocalPublications publications;
    private final ClaimRequests requests;
    private final LongSupplier clock;
    private final StreamDirectory.Watch watch;

    LeaseKeeper(StreamDirectory directory, LocalPublications publications, ClaimRequests requests, LongSupplier clock) {
        this.directory = directory;
        this.publications = publications;
        this.requests = requests;
        this.clock = clock;
        this.watch = directory.watch(this::changed);
    }

    /** Announces every publication once; call it every {@code cluster.announce-interval}. */
    Future<?> announceAll() {
        return Future.join(publications.all().stream().map(this::announce).toList());
    }

    /** True if the directory confirmed that the publication is this node's. */
    private Future<Boolean> announce(OriginPublication publication) {
        long asked = clock.getAsLong();
        var record = publication.record();
        return directory
                .announce(record)
                .map(standing -> {
                    boolean ours = !standing.outranks(record);
                    if (ours) {
                        publication.lease().confirm(asked);
                    } else {
                        publication.superseded(standing);
                    }
                    return ours;
                })
                .onFailure(cause -> LOG.warn("stream={} not announced: {}", publication.key(), cause.toString()));
    }

    private void changed(DirectoryChange change) {
        if (change instanceof DirectoryChange.Owned(StreamRecord record)) {
            var publication = publications.get(record.key());
            if (publication != null
                    && !record.originId().equals(publication.record().originId())
                    && record.outranks(publication.record())) {
                publication.superseded(record);
            }
        }
    }

    /** A pulling node has seen {@code seenEpoch}: if the name is still ours, our epoch rises above it. */
    Future<Void> raiseAbove(OriginPublication publication, long seenEpoch) {
        return announce(publication)
                .compose(ours -> ours
                        ? directory
                                .claim(requests.of(publication.key(), ClaimPolicy.TAKEOVER, seenEpoch))
                                .onSuccess(claim -> {
                                    if (claim instanceof Claim.Granted granted) {
                                        LOG.info(
                                                "stream={} epoch raised from {} to {}",
                                                publication.key(),
                                                publication.epoch(),
                                                granted.record().epoch());
                                        publication.raised(granted.record());
                                    }
                                })
                                .mapEmpty()
                        : Future.succeededFuture());
    }

    Future<?> close() {
        watch.close();
        return Future.succeededFuture();
    }
}
