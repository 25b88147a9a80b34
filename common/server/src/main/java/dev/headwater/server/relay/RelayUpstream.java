package dev.headwater.server.relay;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.RelayTimeline;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.amf.AmfValue;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Redirect;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.rtmp.RtmpClient;
import dev.headwater.server.rtmp.Translation;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream played from another node's relay port. Confined to the pull's event loop. */
public final class RelayUpstream implements Upstream, RtmpClient.Events {
    private final String name;
    private final PullTarget target;
    private final UpstreamEvents events;
    private @Nullable RtmpClient client;
    private final HopDelay hop = new HopDelay();
    private @Nullable RelayTimeline timeline;
    private boolean over;

    private RelayUpstream(String name, PullTarget target, UpstreamEvents events) {
        this.name = name;
        this.target = target;
        this.events = events;
    }

    public static RelayUpstream open(
            RelayConnector connector,
            EventExecutor loop,
            PullTarget target,
            PullRequest request,
            Trace trace,
            UpstreamEvents events) {
        var address = target.address();
        var upstream = new RelayUpstream(connector.playName(target.record().key(), address, request), target, events);
        connector
                .connect(
                        loop,
                        address.host(),
                        address.port(),
                        target.record().key().app(),
                        trace,
                        upstream)
                .onSuccess(upstream::opened)
                .onFailure(cause -> upstream.gone("no connection to " + target + ": " + cause.getMessage()));
        return upstream;
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
            client.play(name);
        }
    }

    @Override
    public void playStarted(int streamId, Status status) {
        RelayGreeting.read(status.properties())
                .ifPresentOrElse(
                        this::greeted,
                        () -> end(EndReason.UPSTREAM_LOST, target + " does not greet like a relay port"));
    }

    private void greeted(RelayGreeting greeting) {
        timeline = new RelayTimeline(greeting.timelineMs());
        if (!over) {
            events.greeted(greeting);
        }
    }

    @Override
    public void media(MediaMessage message) {
        if (timeline != null && !over) {
            FrameKind kind = Translation.frameKind(message.kind());
            long position =
                    kind == FrameKind.DATA ? timeline.near(message.timestamp()) : timeline.map(message.timestamp());
            events.frame(MediaFrame.of(kind, position, message.payload()));
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
    public void delayTold(int streamId, int micros) {
        if (client != null && !over) {
            client.ping(hop.told(micros, System.nanoTime()));
        }
    }

    @Override
    public void pingAnswered(int timestamp) {
        if (!over) {
            hop.answered(timestamp, System.nanoTime()).ifPresent(events::delayed);
        }
    }

    @Override
    public void connectRefused(Status status) {
        end(EndReason.UPSTREAM_LOST, target + " refused the connection: " + status.code());
    }

    @Override
    public void streamRefused(int streamId, Status status) {
        var places = Redirect.of(status).map(RelayUpstream::places).orElse(List.of());
        if (status.is(StatusCode.PLAY_FAILED)) {
            gone(target + " serves nobody now: " + status.description());
        } else if (places.isEmpty()) {
            end(EndReason.UPSTREAM_LOST, target + " refused the stream: " + status.code());
        } else if (!over) {
            close();
            events.sentTo(places);
        }
    }

    @Override
    public void streamEnded(int streamId, Status status) {
        end(
                ToldReason.of(status).orElse(EndReason.UNPUBLISHED),
                target + " ended the stream: " + status.code() + " " + status.description());
    }

    @Override
    public void closed(String reason) {
        gone(target + ": " + reason);
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

    private void gone(String explanation) {
        if (!over) {
            close();
            events.vanished(explanation);
        }
    }

    /** Other nodes' relay ports, from {@code rtmp://host:port/app}. */
    private static List<RelayAddress> places(Redirect redirect) {
        return redirect.tcUrls().stream()
                .map(tcUrl -> RelayAddress.parse(authority(tcUrl)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String authority(String tcUrl) {
        String rest = tcUrl.substring(tcUrl.indexOf("//") + 2);
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
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
