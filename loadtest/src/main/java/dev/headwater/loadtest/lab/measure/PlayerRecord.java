package dev.headwater.loadtest.lab.measure;

import dev.headwater.loadtest.check.Fault;
import dev.headwater.loadtest.check.StreamCheck;
import dev.headwater.loadtest.source.SendStamp;
import dev.headwater.media.FrameKind;
import dev.headwater.media.MediaFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes down what one player gets: when each new picture came that it can show, and all new sound, of which publication, and what
 * disturbed it. Confined to the player's event loop. A round lasts minutes.
 *
 * <p>A picture can be shown from a key frame on, until frames are missing. A player that had to connect anew gets the group
 * of pictures once more: what it had is then passed over and no repetition.
 */
public final class PlayerRecord {
    /** Of one kind. More are counted with the last one of their kind. */
    private static final int MAX_EVENTS = 10_000;

    private static final int MAX_HEADERS = 10_000;

    /** What has come of one publication. */
    private record Seen(long number, Map<FrameKind, SeenFrames> kinds) {
        SeenFrames of(FrameKind kind, long sequence) {
            return kinds.computeIfAbsent(kind, first -> new SeenFrames(sequence));
        }
    }

    private final Map<Disturbance, List<PlayerHistory.Event>> events = new EnumMap<>(Disturbance.class);
    private final List<PlayerHistory.Header> headersSoFar = new ArrayList<>();
    private final FrameLog pictures = new FrameLog();
    private final FrameLog sound = new FrameLog();

    /** What was no use: it came again or late, or cannot be decoded. */
    private final FrameLog others = new FrameLog();

    private final List<Seen> publications = new ArrayList<>();
    private final Map<FrameKind, byte[]> headers = new EnumMap<>(FrameKind.class);

    /** Kinds of which nothing new has come since the player connected anew. */
    private final Set<FrameKind> replayed = EnumSet.noneOf(FrameKind.class);

    private final long openedNanos;
    private final boolean hasSound;
    private StreamCheck check = new StreamCheck(this::fault);
    private int current = -1;
    private long nowNanos;
    private long ageNanos;
    private boolean decodable;

    /** @param hasSound whether the stream has: a player that gets none then misses it */
    public PlayerRecord(long openedNanos, boolean hasSound) {
        this.openedNanos = openedNanos;
        this.hasSound = hasSound;
        nowNanos = openedNanos;
    }

    /** The connection is over, and the player did not want that. */
    public void disconnected(long atNanos) {
        nowNanos = atNanos;
        event(Disturbance.DISCONNECTED, 1);
    }

    /** A new connection takes the place of the one before. */
    public void reconnected() {
        check = new StreamCheck(this::fault);
        headers.clear();
        replayed.addAll(List.of(FrameKind.AUDIO, FrameKind.VIDEO));
        decodable = false;
    }

    /** Takes the next frame, in the order of the wire. */
    public void frame(MediaFrame frame, long atNanos) {
        nowNanos = atNanos;
        if (frame.kind() == FrameKind.DATA) {
            if (frame.isMetadata()) {
                note(frame);
            }
            return;
        }
        check.frame(frame, StreamCheck.NO_SEQUENCE);
        if (frame.isSequenceHeader()) {
            header(frame);
            return;
        }
        byte[] payload = frame.payload();
        int stamp = frame.kind() == FrameKind.VIDEO ? SendStamp.find(payload) : SendStamp.findInSound(payload);
        if (stamp >= 0) {
            ageNanos = SendStamp.ageNanos(payload, stamp, atNanos);
            stamped(SendStamp.publication(payload, stamp), SendStamp.sequence(payload, stamp), frame);
        }
    }

    private void header(MediaFrame frame) {
        byte[] before = headers.put(frame.kind(), frame.payload());
        note(frame);
        if (Arrays.equals(before, frame.payload())) {
            event(Disturbance.HEADERS_REPEATED, 1);
        }
    }

    private void note(MediaFrame header) {
        if (headersSoFar.size() < MAX_HEADERS) {
            headersSoFar.add(new PlayerHistory.Header(nowNanos, header));
        }
    }

    private void stamped(long publication, long sequence, MediaFrame frame) {
        int known = publications.size();
        int index = indexOf(publication);
        var seen = publications.get(index).of(frame.kind(), sequence);
        boolean newer = seen.isNewer(sequence);
        if (replayed.contains(frame.kind()) && !newer) {
            decodable |= frame.isKeyFrame();
            write(others, publication, sequence, frame);
            return;
        }
        replayed.remove(frame.kind());
        if (index != current && newer) {
            if (index < known) {
                event(Disturbance.RETURNED, 1);
            }
            current = index;
            decodable = false;
        }
        boolean isNew = switch (seen.take(sequence)) {
            case SeenFrames.Step.Next() -> true;
            case SeenFrames.Step.Skipped(long lost) -> {
                event(Disturbance.LOST, lost);
                decodable &= frame.kind() != FrameKind.VIDEO;
                yield true;
            }
            case SeenFrames.Step.Again() -> {
                event(Disturbance.REPEATED, 1);
                yield false;
            }
            case SeenFrames.Step.Late() -> {
                event(Disturbance.REORDERED, 1);
                yield false;
            }
        };
        write(isNew ? logOf(frame) : others, publication, sequence, frame);
    }

    /** Of a new frame. */
    private FrameLog logOf(MediaFrame frame) {
        if (frame.kind() == FrameKind.AUDIO) {
            return sound;
        }
        decodable |= frame.isKeyFrame();
        return decodable ? pictures : others;
    }

    private void write(FrameLog log, long publication, long sequence, MediaFrame frame) {
        log.add(nowNanos, publication, sequence, frame.timestampMs(), ageNanos);
    }

    private int indexOf(long publication) {
        for (int i = publications.size() - 1; i >= 0; i--) {
            if (publications.get(i).number() == publication) {
                return i;
            }
        }
        publications.add(new Seen(publication, new EnumMap<>(FrameKind.class)));
        return publications.size() - 1;
    }

    private void fault(Fault fault, long times) {
        switch (fault) {
            case TIMESTAMP_BACK -> event(Disturbance.TIMESTAMP_BACK, times);
            case NO_SEQUENCE_HEADER -> event(Disturbance.NO_HEADER, times);
            case NO_KEY_FRAME_FIRST -> event(Disturbance.NO_KEY_FRAME, times);
            case LOST_FRAME, OUT_OF_ORDER -> {} // told apart here, by publication
            case BROKEN_SEGMENT, BROKEN_PLAYLIST -> {} // of HLS
        }
    }

    private void event(Disturbance what, long times) {
        var ofKind = events.computeIfAbsent(what, first -> new ArrayList<>());
        if (ofKind.size() < MAX_EVENTS) {
            ofKind.add(new PlayerHistory.Event(what, nowNanos, times));
        } else {
            long before = ofKind.removeLast().times();
            ofKind.add(new PlayerHistory.Event(what, nowNanos, before + times));
        }
    }

    /** Whether a picture has come that could be shown, and sound where there is any. */
    public boolean isServed() {
        return !pictures.isEmpty() && (!hasSound || !sound.isEmpty());
    }

    /** What has come so far. */
    public PlayerHistory history() {
        return new PlayerHistory(
                openedNanos,
                hasSound,
                pictures.frames(),
                sound.frames(),
                others.frames(),
                headersSoFar,
                events.values().stream().flatMap(List::stream).toList());
    }
}
