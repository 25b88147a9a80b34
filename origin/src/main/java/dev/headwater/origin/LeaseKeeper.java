package dev.headwater.origin;

import dev.headwater.cluster.DirectoryChange;
import dev.headwater.cluster.StreamDirectory;
import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.hub.EndReason;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this node's publications, ends those that another origin took over, and gives up what the directory believes to be
 * published here and is not. Thread-safe.
 */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final StreamDirectory directory;
    private final NodeLease node;
    private final LocalPublications publications;
    private final UnansweredCalls calls;
    private final ClaimRequests requests;
    private final StreamDirectory.Watch watch;

    LeaseKeeper(ClaimPorts ports) {
        this.directory = ports.directory();
        this.node = ports.node();
        this.publications = ports.publications();
        this.calls = ports.calls();
        this.requests = ports.requests();
        this.watch = directory.watch(this::changed);
    }

    /** Announces every publication once; call it every {@code cluster.announce-interval}. */
    Future<?> announceAll() {
        node.renew();
        var round = publications.all().stream().map(OriginPublication::announce).toList();
        return Future.join(round)
                .onFailure(cause -> LOG.warn(
                        "{} of {} streams not announced: {}",
                        round.stream().filter(Future::failed).count(),
                        round.size(),
                        cause.toString()));
    }

    private void changed(DirectoryChange change) {
        if (change instanceof DirectoryChange.Owned(StreamRecord record)) {
            var publication = publications.get(record.key());
            if (publication != null) {
                publication.onRecord(record);
            } else if (requests.made(record) && !publications.has(record.key())) {
                release(record);
            }
        }
    }

    /**
     * What ended here while the cluster was split comes back when it heals: the other half has not heard of the release, and of
     * two records of an epoch the owner's stands, as it does that was only cut off.
     */
    private void release(StreamRecord record) {
        LOG.info("stream={} epoch={} is not published here any more, releasing it", record.key(), record.epoch());
        calls.add(directory.release(record))
                .onFailure(cause -> LOG.warn(
                        "stream={} epoch={} could not be released, it expires by itself: {}",
                        record.key(),
                        record.epoch(),
                        cause.toString()));
    }

    /** Ends what is left, and completes when the directory knows: no claim of this node outlives its place in the cluster. */
    Future<?> close() {
        return calls.answered()
                .compose(claimed -> Future.join(publications.all().stream()
                        .map(publication -> publication.endByNode(EndReason.SHUTDOWN))
                        .toList()))
                .compose(ended -> calls.answered())
                .onComplete((released, cause) -> watch.close());
    }
}
