package dev.headwater.loadtest.hls;

import dev.headwater.loadtest.check.Fault;
import dev.headwater.loadtest.check.SegmentCheck;
import dev.headwater.loadtest.client.HttpAnswer;
import dev.headwater.loadtest.source.SendStamp;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One media playlist of a player, asked for again and again, and what it lists, loaded in order. Confined to the player's event
 * loop.
 *
 * <p>It is reloaded a target duration after it was asked for, or half of that if it had not changed (RFC 8216, 6.3.4); with low
 * latency at once, and the server holds the answer until there is something new (RFC 8216bis, 6.2.5.2).
 */
final class Rendition {
    static final int MAX_PLAYLIST_BYTES = 1 << 20;

    private static final int MAX_SEGMENT_BYTES = 64 << 20;

    /** Of what is not looked at thoroughly: initialisation, or the head of a segment with its first send stamp. */
    private static final int HEAD_BYTES = 4_096;

    /** More waits only for a player that is hopelessly late. */
    private static final int MAX_WAITING = 128;

    /** A player gives a playlist up that it cannot have for so long, and a segment that is not answered. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long RETRY_MILLIS = 1_000;

    /** A segment or a part that is to be loaded. */
    private record Piece(String uri, long durationMs, boolean encrypted, Optional<String> map) {}

    private final HlsPlayer player;
    private final Place place;
    private final int track;
    private final SegmentCheck check;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private @Nullable MediaPlaylist latest;
    private Optional<String> map = Optional.empty();
    private boolean started;
    private boolean loading;
    private long nextNumber;
    private int nextPart;
    private long askedNanos;
    private long answeredNanos = System.nanoTime();

    Rendition(HlsPlayer player, Place place, int track) {
        this.player = player;
        this.place = place;
        this.track = track;
        check = new SegmentCheck(player.events());
    }

    // ---- the playlist

    void reload() {
        if (player.isOver()) {
            return;
        }
        askedNanos = System.nanoTime();
        var known = latest;
        if (known != null && player.isLowLatency() && known.canBlock()) {
            String path = place.path("_HLS_msn=%d&_HLS_part=%d".formatted(known.nextNumber(), known.nextPart()));
            player.get(path, MAX_PLAYLIST_BYTES, answer -> reloaded(answer, true));
        } else {
            player.get(place.path(), MAX_PLAYLIST_BYTES, answer -> reloaded(answer, false));
        }
    }

    private void reloaded(HttpAnswer answer, boolean blocking) {
        if (!answer.isOk()) {
            missed("playlist: " + answer.trouble());
            return;
        }
        MediaPlaylist playlist;
        try {
            playlist = MediaPlaylist.parse(answer.text());
        } catch (PlaylistException e) {
            player.events().found(Fault.BROKEN_PLAYLIST, 1);
            missed("playlist: " + e.getMessage());
            return;
        }
        answeredNanos = System.nanoTime();
        if (!blocking) {
            player.events().playlist(answer);
        }
        take(playlist, blocking);
    }

    private void missed(String what) {
        if (System.nanoTime() - answeredNanos > PATIENCE_NANOS) {
            player.end(what);
        } else {
            player.events().missed(what);
            reloadIn(RETRY_MILLIS);
        }
    }

    private void take(MediaPlaylist playlist, boolean blocking) {
        var before = latest;
        latest = playlist;
        if (before == null) {
            player.ready();
        } else if (playlist.firstNumber() < before.firstNumber() || playlist.targetMs() != before.targetMs()) {
            player.events().found(Fault.BROKEN_PLAYLIST, 1); // neither may ever happen (RFC 8216, 6.2.1 and 6.2.2)
        }
        if (started) {
            enqueue(playlist);
            loadNext();
        }
        boolean changed = before == null
                || before.nextNumber() != playlist.nextNumber()
                || before.nextPart() != playlist.nextPart();
        if (playlist.ended() && waiting.isEmpty() && !loading) {
            player.streamEnded();
        } else if (player.isLowLatency() && playlist.canBlock() && (changed || !blocking)) {
            player.loop().execute(this::reload);
        } else {
            long sinceAsked = (System.nanoTime() - askedNanos) / NANOS_PER_MILLI;
            reloadIn(Math.max((changed ? playlist.targetMs() : playlist.targetMs() / 2) - sinceAsked, 0));
        }
    }

    private void reloadIn(long millis) {
        var _ = player.loop().schedule(this::reload, millis, TimeUnit.MILLISECONDS);
    }

    // ---- where to begin

    /** Once it has a playlist. */
    Start chooseStart() {
        return latest == null ? new Start(0, 0) : Start.in(latest, player.isLowLatency());
    }

    void start(Start start) {
        started = true;
        nextNumber = start.number();
        if (latest != null) {
            nextPart = start.partIn(latest);
            enqueue(latest);
            loadNext();
        }
    }

    // ---- what it lists

    private void enqueue(MediaPlaylist playlist) {
        if (playlist.firstNumber() > nextNumber) {
            skip("segment: gone before it was asked for");
            nextNumber = playlist.firstNumber();
            nextPart = 0;
        }
        for (var segment : playlist.segments()) {
            if (segment.number() == nextNumber) {
                enqueue(segment);
            }
        }
        if (waiting.size() > MAX_WAITING) {
            waiting.clear();
            skip("segment: more than %d were waiting".formatted(MAX_WAITING));
        }
    }

    private void enqueue(MediaSegment segment) {
        var parts = segment.parts();
        if (segment.gap()) {
            check.interrupted();
        } else if (player.isLowLatency() && !parts.isEmpty()) {
            for (; nextPart < parts.size(); nextPart++) {
                var part = parts.get(nextPart);
                if (part.gap()) {
                    check.interrupted();
                } else {
                    waiting.add(new Piece(part.uri(), part.durationMs(), segment.encrypted(), segment.map()));
                }
            }
        } else if (segment.isComplete() && nextPart > 0) {
            skip("segment: parts were gone before they were asked for");
        } else if (segment.isComplete()) {
            waiting.add(new Piece(segment.uri(), segment.durationMs(), segment.encrypted(), segment.map()));
        }
        if (segment.isComplete()) {
            nextNumber++;
            nextPart = 0;
        }
    }

    private void loadNext() {
        var piece = loading || player.isOver() ? null : waiting.poll();
        if (piece == null) {
            return;
        }
        loading = true;
        if (piece.map().isPresent() && !piece.map().equals(map)) {
            load(piece.map().get(), HEAD_BYTES, answer -> {
                map = piece.map();
                if (!answer.isOk()) {
                    player.events().missed("initialisation: " + answer.trouble());
                }
                load(piece);
            });
        } else {
            load(piece);
        }
    }

    private void load(Piece piece) {
        load(piece.uri(), player.isThorough() ? MAX_SEGMENT_BYTES : HEAD_BYTES, answer -> loaded(piece, answer));
    }

    private void load(String uri, int keepBytes, Consumer<HttpAnswer> then) {
        try {
            String path = place.at(uri).path();
            var patience = player.loop().schedule(this::giveUp, PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            player.get(path, keepBytes, answer -> {
                if (patience.cancel(false)) {
                    then.accept(answer);
                }
            });
        } catch (PlaylistException e) {
            player.end("playlist: " + e.getMessage());
        }
    }

    private void giveUp() {
        if (!player.isOver()) {
            loading = false;
            skip("segment: no answer within %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)));
            loadNext();
        }
    }

    private void loaded(Piece piece, HttpAnswer answer) {
        loading = false;
        if (answer.isOk()) {
            player.events().segment(answer);
            player.loaded(track, piece.durationMs(), piece.encrypted() ? OptionalLong.empty() : checked(answer));
        } else {
            skip("segment: " + answer.trouble());
        }
        loadNext();
    }

    private OptionalLong checked(HttpAnswer answer) {
        int stamp = check.segment(answer.body(), answer.kept(), answer.length());
        long now = System.nanoTime();
        return stamp < 0 ? OptionalLong.empty() : OptionalLong.of(now - SendStamp.ageNanos(answer.body(), stamp, now));
    }

    /** Something is left out, and what comes next need not follow what came before. */
    private void skip(String what) {
        player.events().missed(what);
        check.interrupted();
    }
}
