package dev.headwater.server.rtmp;

import dev.headwater.rtmp.session.ServerSession;
import dev.headwater.server.clients.ClientHandle;
import dev.headwater.server.metrics.RejectionLog;
import io.micrometer.core.instrument.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of what goes wrong on a connection, each once: in the log, the counts, the flight and the trace. Closes nothing. Confined to
 * the connection's event loop.
 */
final class ConnectionFaults {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionFaults.class);

    private final RtmpService service;
    private final String peer;
    private final ServerSession session;
    private final ClientHandle handle;
    private boolean slowed;

    /** @param peer address of the socket */
    ConnectionFaults(RtmpService service, String peer, ServerSession session, ClientHandle handle) {
        this.service = service;
        this.peer = peer;
        this.session = session;
        this.handle = handle;
    }

    /** The peer is closed for its own fault. */
    void theirs(String reason, String explanation) {
        service.metrics().rejected(reason);
        handle.note("rejected", reason + ": " + explanation);
        handle.wayIn().fail(reason);
        RejectionLog.warn(
                LOG,
                "closed {} peer={} state={} error={}: {}",
                service.name(),
                peer,
                session.stateBeforeClose(),
                reason,
                explanation);
    }

    /** The peer is closed for a fault of ours. */
    void ours(RuntimeException cause) {
        RejectionLog.error(LOG, "peer={} state={} our fault, closing", peer, session.stateBeforeClose(), cause);
        service.metrics().rejected("INTERNAL");
        handle.note("failed", "a fault of this node, told in its log");
        handle.wayIn().fail("INTERNAL");
    }

    /** It is closed because nobody uses it: no fault worth a line. */
    void unused() {
        LOG.debug("closed {} peer={} state={}: neither publishes nor plays", service.name(), peer, session.state());
        service.metrics().rejected("IDLE");
        handle.note("idle", "neither publishes nor plays");
    }

    /** The peer is not read for a while, since it causes more work than it may. */
    void overworks() {
        slowed("causes more work than it may", service.metrics().slowedForWork);
    }

    /** The peer is not read for a while, since it lets our answers lie. */
    void doesNotRead() {
        slowed("does not read its answers", service.metrics().slowedForUnreadAnswers);
    }

    /** The first time on a connection is worth a line and a count. */
    private void slowed(String why, Counter count) {
        if (!slowed) {
            slowed = true;
            count.increment();
            handle.note("slowed", "the peer " + why);
            RejectionLog.warn(
                    LOG,
                    "slowed {} peer={} state={} bytes={} chunks={} commands={}: the peer {}",
                    service.name(),
                    peer,
                    session.state(),
                    session.receivedBytes(),
                    session.receivedChunks(),
                    session.receivedCommands(),
                    why);
        }
    }

    /** Whether reading has ever stopped. */
    boolean isSlowed() {
        return slowed;
    }
}
