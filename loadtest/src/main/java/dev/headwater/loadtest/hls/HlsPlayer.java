package dev.headwater.loadtest.hls;

import dev.headwater.loadtest.client.Client;
import dev.headwater.loadtest.client.HttpAnswer;
import dev.headwater.loadtest.client.HttpRequests;
import dev.headwater.loadtest.client.PlayerEvents;
import dev.headwater.loadtest.client.Protocol;
import dev.headwater.loadtest.client.Protocols;
import dev.headwater.loadtest.client.StreamAddress;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Plays one stream by HLS, or with parts by Low-Latency HLS, as far as a server can tell. Confined to its event loop. */
public final class HlsPlayer implements Client {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EventLoop loop;
    private final StreamAddress stream;
    private final boolean thorough;
    private final HlsEvents events;
    private final HttpRequests requests;
    private final List<Rendition> renditions = new ArrayList<>();
    private Playhead playhead = new Playhead(1);
    private int ready;
    private boolean over;

    private HlsPlayer(Protocols protocols, EventLoop loop, StreamAddress stream, boolean thorough, HlsEvents events) {
        this.loop = loop;
        this.stream = stream;
        this.thorough = thorough;
        this.events = events;
        requests = protocols.requests(loop, stream.server(), events::received);
    }

    /**
     * Starts a player on {@code loop}, from which it is called, and where all its events arrive: none before this returns.
     *
     * @param thorough whether it looks at every byte of its segments, and not at their heads alone: that costs
     */
    public static HlsPlayer open(
            Protocols protocols, EventLoop loop, StreamAddress stream, boolean thorough, HlsEvents events) {
        var player = new HlsPlayer(protocols, loop, stream, thorough, events);
        player.get(stream.path(), Rendition.MAX_PLAYLIST_BYTES, player::begin);
        return player;
    }

    private void begin(HttpAnswer answer) {
        if (!answer.isOk()) {
            end("refused: " + answer.trouble());
            return;
        }
        String text = answer.text();
        try {
            if (MasterPlaylist.isMaster(text)) {
                var master = MasterPlaylist.parse(text);
                var here = new Place(stream.url());
                addRendition(here.at(master.variant()));
                if (master.audio().isPresent()) {
                    addRendition(here.at(master.audio().get()));
                }
            } else {
                addRendition(new Place(stream.url()));
            }
        } catch (PlaylistException e) {
            end("refused: " + e.getMessage());
            return;
        }
        playhead = new Playhead(renditions.size());
        renditions.forEach(Rendition::reload);
    }

    private void addRendition(Place playlist) {
        renditions.add(new Rendition(this, playlist, renditions.size()));
    }

    // ---- for the renditions

    boolean isLowLatency() {
        return stream.protocol() == Protocol.LL_HLS;
    }

    boolean isThorough() {
        return thorough;
    }

    boolean isOver() {
        return over;
    }

    EventLoop loop() {
        return loop;
    }

    HlsEvents events() {
        return events;
    }

    void get(String path, int keepBytes, Consumer<HttpAnswer> then) {
        requests.get(path, keepBytes, then);
    }

    /** One has its first playlist: when all have, they begin at the same place, which the first one chooses. */
    void ready() {
        ready++;
        if (ready == renditions.size()) {
            var start = renditions.getFirst().chooseStart();
            renditions.forEach(rendition -> rendition.start(start));
            events.started();
        }
    }

    /** A piece of a rendition is there, and when its first frame was sent, if it tells. */
    void loaded(int track, long durationMs, OptionalLong sentNanos) {
        long now = System.nanoTime();
        boolean playing = playhead.isPlaying();
        long position = playhead.position(track);
        long halted = playhead.load(track, durationMs * NANOS_PER_MILLI, now);
        if (halted > 0) {
            events.halted(halted);
        }
        if (!playing && playhead.isPlaying()) {
            events.playing();
        }
        if (playhead.isPlaying() && sentNanos.isPresent() && !over) {
            events.showing(Math.max(playhead.shownAt(position), now) - sentNanos.getAsLong());
        }
    }

    // ---- the end

    void end(String reason) {
        if (!over) {
            leave();
            events.ended(reason);
        }
    }

    void streamEnded() {
        end(PlayerEvents.STREAM_ENDED + "end of the playlist");
    }

    @Override
    public void close() {
        if (!over) {
            long halted = playhead.haltedFor(System.nanoTime());
            leave();
            if (halted > 0) {
                events.halted(halted);
            }
        }
    }

    private void leave() {
        over = true;
        requests.close();
    }
}
