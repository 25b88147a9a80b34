package dev.headwater.server.relay;

import dev.headwater.cluster.StreamRecord;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.RelayTimeline;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Status;
import dev.headwater.server.rtmp.RtmpClient;
import dev.headwater.server.rtmp.Translation;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream played from another node's relay port. Confined to the pull's event loop. */
public final class RelayUpstream implements Upstream, RtmpClient.Events {
    private final StreamRecord record;
    private final Seen seen;
    private final UpstreamEvents events;
    private @Nullable RtmpClient client;
    private @Nullable RelayTimeline timeline;
    private boolean over;

    private RelayUpstream(StreamRecord record, Seen seen, UpstreamEvents events) {
        this.record = record;
        this.seen = seen;
        this.events = events;
    }

    public static RelayUpstream open(
            RelayConnector connector, EventExecutor loop, StreamRecord record, Seen seen, UpstreamEvents events) {
        var upstream = new RelayUpstream(record, seen, events);
        connector
                .connect(
                        loop,
                        record.relayHost(),
                        record.relayPort(),
                        record.key().app(),
                        upstream)
                .onSuccess(upstream::opened)
                .onFailure(cause -> upstream.end(
                        EndReason.UPSTREAM_LOST, "no connection to " + upstream.owner() + ": " + cause.getMessage()));
        return upstream;
    }

    private String owner() {
        return record.originId() + " at " + record.relayHost() + ":" + record.relayPort();
    }

    private void opened(RtmpClient connection) {
        client = connection;
        if (over) {
            connection.close();
        }
    }

    @Override
    public void connected(Map<String, AmfValue> properties, Map<String, AmfValue> info) {
        if (client != null) {
            client.play(record.key().name() + "?" + seen.query());
        }
    }

    @Override
    public void playStarted(int streamId, Status status) {
        RelayGreeting.read(status.properties())
                .ifPresentOrElse(
                        this::greeted,
                        () -> end(EndReason.UPSTREAM_LOST, owner() + " does not greet like a relay port"));
    }

    private void greeted(RelayGreeting greeting) {
        timeline = new RelayTimeline(greeting.timelineMs());
        if (!over) {
            events.greeted(greeting.epoch(), greeting.timelineMs());
        }
    }

    @Override
    public void media(MediaMessage message) {
        if (timeline != null && !over) {
            FrameKind kind = Translation.frameKind(message.kind());
            events.frame(MediaFrame.of(kind, timeline.map(message.timestamp()), message.payload()));
        }
    }

    @Override
    public void batchEnd() {
        if (!over) {
            events.alive();
            events.batchEnd();
        }
    }

    @Override
    public void connectRefused(Status status) {
        end(EndReason.UPSTREAM_LOST, owner() + " refused the connection: " + status.code());
    }

    @Override
    public void streamRefused(int streamId, Status status) {
        end(EndReason.UPSTREAM_LOST, owner() + " refused the stream: " + status.code());
    }

    @Override
    public void streamEnded(int streamId, Status status) {
        end(
                ToldReason.of(status).orElse(EndReason.UNPUBLISHED),
                owner() + " ended the stream: " + status.code() + " " + status.description());
    }

    @Override
    public void closed(String reason) {
        end(EndReason.UPSTREAM_LOST, owner() + ": " + reason);
    }

    @Override
    public void publishStarted(int streamId, Status status) {
        // we only play
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        // the directory says where the stream goes
    }

    private void end(EndReason reason, String explanation) {
        if (!over) {
            over = true;
            if (client != null) {
                client.close();
            }
            events.ended(reason, explanation);
        }
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            if (client != null) {
                client.close();
            }
        }
    }
}
