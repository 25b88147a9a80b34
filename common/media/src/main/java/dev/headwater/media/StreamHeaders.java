package dev.headwater.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest headers of a stream: what a player must have before its first frame, in the order in which it needs them. One
 * metadata, and per track a sequence header, a colour description or a speaker layout. Confined to its owner's event loop.
 */
public final class StreamHeaders {
    /** Headers kept per stream; further ones pass through as plain frames. */
    private static final int MAX_HEADERS = 16;

    private static final int METADATA = 0;
    private static final int VIDEO = 0x100;
    private static final int COLOUR = 0x200;
    private static final int AUDIO = 0x300;
    private static final int SPEAKERS = 0x400;

    /** What became of an offered frame. */
    public enum Offer {
        /** The frame is no header. */
        NOT_A_HEADER,
        /** Nothing that players have to be told: a header that they have already, or word that the metadata is void. */
        UNCHANGED,
        /** A new header, kept. */
        CHANGED
    }

    private final List<Entry> entries = new ArrayList<>(4);
    private List<MediaFrame> headers = List.of();
    private boolean sentAgain;

    /** A header, and what speaks against it. */
    private static final class Entry {
        private final int rank;
        private MediaFrame header;

        /** Its track is over: the next header counts, even with equal bytes. */
        private boolean ended;

        /** From before an interruption, and nothing has come since that needs it. */
        private boolean doubtful;

        Entry(int rank, MediaFrame header) {
            this.rank = rank;
            this.header = header;
        }
    }

    /** Keeps the frame if it is a header. */
    public Offer offer(MediaFrame frame) {
        if (frame.isClearMetadata()) {
            remove(METADATA);
            return Offer.UNCHANGED;
        }
        int rank = rank(frame);
        if (rank < 0) {
            return Offer.NOT_A_HEADER;
        }
        sentAgain = true;
        var known = entry(rank);
        if (known == null) {
            return insert(rank, frame);
        }
        known.doubtful = false;
        if (!known.ended && Arrays.equals(known.header.payload(), frame.payload())) {
            return Offer.UNCHANGED;
        }
        known.ended = false;
        known.header = frame;
        changed();
        return Offer.CHANGED;
    }

    private Offer insert(int rank, MediaFrame frame) {
        if (entries.size() >= MAX_HEADERS) {
            return Offer.NOT_A_HEADER;
        }
        int at = 0;
        while (at < entries.size() && entries.get(at).rank < rank) {
            at++;
        }
        entries.add(at, new Entry(rank, frame));
        changed();
        return Offer.CHANGED;
    }

    /** A frame that is no header goes to players: it shows which headers are in use. */
    public void passed(MediaFrame frame) {
        if (frame.kind() == FrameKind.DATA || frame.codec() == Codec.NONE || frame.codec() == Codec.OTHER) {
            return;
        }
        int rank = (frame.kind() == FrameKind.VIDEO ? VIDEO : AUDIO) + frame.track();
        var known = entry(rank);
        if (known == null) {
            return;
        }
        if (known.header.codec() != frame.codec()) {
            remove(rank);
            remove(rank + (COLOUR - VIDEO)); // the track's colours or speakers
        } else if (frame.isEndOfSequence()) {
            known.ended = true;
        } else {
            known.doubtful = false;
            confirm(rank + (COLOUR - VIDEO));
        }
    }

    /** Whether a player can set up a decoder for the frame. */
    public boolean hasHeaderFor(MediaFrame frame) {
        var known = entry((frame.kind() == FrameKind.VIDEO ? VIDEO : AUDIO) + frame.track());
        return known != null && known.header.codec() == frame.codec();
    }

    // ---- interruptions ------------------------------------------------------------------------------------------

    /** The source was interrupted: what comes next may be of another one, with fewer tracks. */
    public void interrupted() {
        sentAgain = false;
        for (Entry entry : entries) {
            entry.doubtful = true;
        }
    }

    /**
     * The source is back for a while: forgets the headers that it neither sent again nor used, or players would be told of
     * tracks that are gone. Metadata stays if nothing at all was sent again: then the source was never away.
     */
    public void forgetDoubtful() {
        boolean sameSource = !sentAgain;
        boolean gone = entries.removeIf(entry -> entry.doubtful && entry.rank != METADATA);
        if (!sameSource || gone) {
            gone |= entries.removeIf(entry -> entry.doubtful && entry.rank == METADATA);
        }
        if (gone) {
            changed();
        }
    }

    private void confirm(int rank) {
        var entry = entry(rank);
        if (entry != null) {
            entry.doubtful = false;
        }
    }

    private void remove(int rank) {
        var entry = entry(rank);
        if (entry != null) {
            entries.remove(entry);
            changed();
        }
    }

    private @Nullable Entry entry(int rank) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).rank == rank) {
                return entries.get(i);
            }
        }
        return null;
    }

    private void changed() {
        headers = entries.stream().map(entry -> entry.header).toList();
    }

    // ---- what there is ------------------------------------------------------------------------------------------

    /** Whether the frame is one that {@link #offer} keeps. */
    public static boolean isHeader(MediaFrame frame) {
        return rank(frame) >= 0;
    }

    /**
     * A header as a player gets it that starts at a position: at its time, or after 24 days it would read as the future.
     * Metadata stays at 0, because ffmpeg takes it for a stream of its own at any other time.
     */
    public static MediaFrame at(MediaFrame header, long ms) {
        return header.at(header.kind() == FrameKind.DATA ? 0 : ms);
    }

    /** Place in the order of headers, which is also their identity; negative for a frame that is none. */
    private static int rank(MediaFrame frame) {
        return switch (frame.kind()) {
            case DATA -> frame.isMetadata() ? METADATA : -1;
            case VIDEO ->
                frame.isSequenceHeader()
                        ? VIDEO + frame.track()
                        : frame.isVideoMetadata() ? COLOUR + frame.track() : -1;
            case AUDIO ->
                frame.isSequenceHeader()
                        ? AUDIO + frame.track()
                        : frame.isMultichannelConfig() ? SPEAKERS + frame.track() : -1;
        };
    }

    /** The headers in the order for a player. Immutable. */
    public List<MediaFrame> all() {
        return headers;
    }
}
