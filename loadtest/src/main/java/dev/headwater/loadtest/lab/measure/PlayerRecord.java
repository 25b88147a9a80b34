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
import java.util.concurrent.TimeUnit;

/**
 * Writes down what one player gets: when each new picture came that it can show, of which publication, and what disturbed
 * it. Confined to the player's event loop. Its memory grows by 24 bytes a picture; a round lasts minutes.
 *
 * <p>A picture can be shown from a key frame on, until frames are missing. A player that had to connect anew gets the group
 * of pictures once more: what it had is then passed over and no repetition.
 */
public final class PlayerRecord {
    private static final int FIRST_ROOM = 256;

    /** More are counted with the last one of their kind. */
    private static final int MAX_EVENTS = 10_000;

    /** What has come of one publication. */
    private record Seen(long number, Map<FrameKind, SeenFrames> kinds) {
        SeenFrames of(FrameKind kind, long sequence) {
            return kinds.computeIfAbsent(kind, first -> new SeenFrames(sequence));
        }
    }

    private final List<PlayerHistory.Event> events = new ArrayList<>();
    private final List<PlayerHistory.Header> videoHeaders = new ArrayList<>();
    private final List<Seen> publications = new ArrayList<>();
    private final Map<FrameKind, byte[]> headers = new EnumMap<>(FrameKind.class);

    /** Kinds of which nothing new has come since the player connected anew. */
    private final Set<FrameKind> replayed = EnumSet.noneOf(FrameKind.class);

    private final long openedNanos;
    private StreamCheck check = new StreamCheck(this::fault);
    private long[] arrivals = new long[FIRST_ROOM];
    private int[] sources = new int[FIRST_ROOM];
    private int[] sequences = new int[FIRST_ROOM];
    private int[] timestamps = new int[FIRST_ROOM];
    private int[] agesMs = new int[FIRST_ROOM];
    private int count;
    private int current = -1;
    private long nowNanos;
    private long ageNanos;
    private boolean decodable;

    public PlayerRecord(long openedNanos) {
        this.openedNanos = openedNanos;
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
        if (frame.kind() == FrameKind.VIDEO && videoHeaders.size() < MAX_EVENTS) {
            videoHeaders.add(new PlayerHistory.Header(nowNanos, frame));
        }
        if (Arrays.equals(before, frame.payload())) {
            event(Disturbance.HEADERS_REPEATED, 1);
        }
    }

    private void stamped(long publication, long sequence, MediaFrame frame) {
        int known = publications.size();
        int index = indexOf(publication);
        var seen = publications.get(index).of(frame.kind(), sequence);
        boolean newer = seen.isNewer(sequence);
        if (replayed.contains(frame.kind()) && !newer) {
            decodable |= frame.isKeyFrame();
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
        boolean picture = frame.kind() == FrameKind.VIDEO;
        switch (seen.take(sequence)) {
            case SeenFrames.Step.Next() -> {
                if (picture) {
                    shown(sequence, frame);
                }
            }
            case SeenFrames.Step.Skipped(long lost) -> {
                event(Disturbance.LOST, lost);
                if (picture) {
                    decodable = false;
                    shown(sequence, frame);
                }
            }
            case SeenFrames.Step.Again() -> event(Disturbance.REPEATED, 1);
            case SeenFrames.Step.Late() -> event(Disturbance.REORDERED, 1);
        }
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

    private void shown(long sequence, MediaFrame frame) {
        decodable |= frame.isKeyFrame();
        if (decodable) {
            if (count == arrivals.length) {
                arrivals = Arrays.copyOf(arrivals, count * 2);
                sources = Arrays.copyOf(sources, count * 2);
                sequences = Arrays.copyOf(sequences, count * 2);
                timestamps = Arrays.copyOf(timestamps, count * 2);
                agesMs = Arrays.copyOf(agesMs, count * 2);
            }
            arrivals[count] = nowNanos;
            sources[count] = (int) publications.get(current).number();
            sequences[count] = (int) sequence;
            timestamps[count] = (int) frame.timestampMs();
            agesMs[count] = (int) TimeUnit.NANOSECONDS.toMillis(ageNanos);
            count++;
        }
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
        if (events.size() < MAX_EVENTS) {
            events.add(new PlayerHistory.Event(what, nowNanos, times));
        }
    }

    /** Whether a picture has come that could be shown. */
    public boolean hasPicture() {
        return count > 0;
    }

    /** What has come so far. */
    public PlayerHistory history() {
        return new PlayerHistory(
                openedNanos,
                Arrays.copyOf(arrivals, count),
                Arrays.copyOf(sources, count),
                Arrays.copyOf(sequences, count),
                Arrays.copyOf(timestamps, count),
                Arrays.copyOf(agesMs, count),
                videoHeaders,
                events);
    }
}
