package dev.headwater.server.relay;

import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import dev.headwater.media.RelayTimeline;
import dev.headwater.media.hub.EndReason;
import dev.headwater.rtmp.message.MediaMessage;
import dev.headwater.rtmp.message.Redirect;
import dev.headwater.rtmp.message.Status;
import dev.headwater.rtmp.message.StatusCode;
import dev.headwater.server.rtmp.OutboundLink;
import dev.headwater.server.rtmp.Translation;
import dev.headwater.server.tracing.Trace;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream played from another node's relay port. Confined to the pull's event loop. */
public final class RelayUpstream extends OutboundLink implements Upstream {
    private final String name;
    private final PullTarget target;
    private final UpstreamEvents events;
    private final HopDelay hop = new HopDelay();
    private @Nullable RelayTimeline timeline;

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
        var key = target.record().key();
        var upstream = new RelayUpstream(connector.playName(key, address, request), target, events);
        upstream.take(connector.connect(loop, address.host(), address.port(), key.app(), trace, upstream));
        return upstream;
    }

    @Override
    protected void notOpened(Throwable cause) {
        vanished("no connection to " + target + ": " + cause.getMessage());
    }

    @Override
    protected void ready() {
        client().play(name);
    }

    @Override
    public void playStarted(int streamId, Status status) {
        RelayGreeting.read(status.properties())
                .ifPresentOrElse(
                        this::greeted,
                        () -> ended(EndReason.UPSTREAM_LOST, target + " does not greet like a relay port"));
    }

    private void greeted(RelayGreeting greeting) {
        timeline = new RelayTimeline(greeting.timelineMs());
        events.greeted(greeting);
    }

    @Override
    public void media(MediaMessage message) {
        if (timeline != null) {
            FrameKind kind = Translation.frameKind(message.kind());
            long position =
                    kind == FrameKind.DATA ? timeline.near(message.timestamp()) : timeline.map(message.timestamp());
            events.frame(MediaFrame.of(kind, position, message.payload()));
        }
    }

    @Override
    public void batchEnd() {
        events.alive();
        events.batchEnd();
    }

    @Override
    public void delayTold(int streamId, int micros) {
        client().ping(hop.told(micros, System.nanoTime()));
    }

    @Override
    public void pingAnswered(int timestamp) {
        hop.answered(timestamp, System.nanoTime()).ifPresent(events::delayed);
    }

    @Override
    public void connectRefused(Status status) {
        ended(EndReason.UPSTREAM_LOST, target + " refused the connection: " + status.code());
    }

    @Override
    public void streamRefused(int streamId, Status status) {
        var places = Redirect.of(status).map(RelayUpstream::places).orElse(List.of());
        if (status.is(StatusCode.PLAY_FAILED)) {
            vanished(target + " serves nobody now: " + status.description());
        } else if (places.isEmpty()) {
            ended(EndReason.UPSTREAM_LOST, target + " refused the stream: " + status.code());
        } else {
            close();
            events.sentTo(places);
        }
    }

    @Override
    public void streamEnded(int streamId, Status status) {
        ended(
                ToldReason.of(status).orElse(EndReason.UNPUBLISHED),
                target + " ended the stream: " + status.code() + " " + status.description());
    }

    @Override
    public void closed(String reason) {
        vanished(target + ": " + reason);
    }

    @Override
    public void reconnectRequested(String tcUrl, String description) {
        // the directory says where the stream goes
    }

    private void ended(EndReason reason, String explanation) {
        close();
        events.ended(reason, explanation);
    }

    private void vanished(String explanation) {
        close();
        events.vanished(explanation);
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
}
