package dev.headwater.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The newest headers of a stream: what a player must have before its first frame, in the order in which it needs them. One
 * metadata, one colour description, and per track and kind one sequence header. Confined to its owner's event loop.
 */
public final class StreamHeaders {
    /** Tracks whose sequence headers are kept, per stream; those of further tracks pass through as plain frames. */
    private static final int MAX_HEADERS = 16;

    /** What became of an offered frame. */
    public enum Offer {
        /** The frame is no header. */
        NOT_A_HEADER,
        /** A header with the bytes that are known already. */
        UNCHANGED,
        /** A new header, kept. */
        CHANGED
    }

    private final List<MediaFrame> headers = new ArrayList<>(4);
    private int version;

    /** Keeps the frame if it is a header. */
    public Offer offer(MediaFrame frame) {
        if (frame.isClearMetadata()) {
            return remove(rank(frame)) ? changed() : Offer.UNCHANGED;
        }
        int rank = rank(frame);
        if (rank < 0) {
            return Offer.NOT_A_HEADER;
        }
        for (int i = 0; i < headers.size(); i++) {
            MediaFrame known = headers.get(i);
            if (rank(known) == rank) {
                if (Arrays.equals(known.payload(), frame.payload())) {
                    return Offer.UNCHANGED;
                }
                headers.set(i, frame);
                return changed();
            }
        }
        if (headers.size() >= MAX_HEADERS) {
            return Offer.NOT_A_HEADER;
        }
        int at = 0;
        while (at < headers.size() && rank(headers.get(at)) < rank) {
            at++;
        }
        headers.add(at, frame);
        return changed();
    }

    private Offer changed() {
        version++;
        return Offer.CHANGED;
    }

    private boolean remove(int rank) {
        return headers.removeIf(known -> rank(known) == rank);
    }

    /** Place in the order of headers, which is also their identity; negative for a frame that is none. */
    private static int rank(MediaFrame frame) {
        return switch (frame.kind()) {
            case DATA -> frame.isMetadata() || frame.isClearMetadata() ? 0 : -1;
            case VIDEO ->
                frame.isSequenceHeader() ? 0x100 + frame.track() : frame.isVideoMetadata() ? 0x200 + frame.track() : -1;
            case AUDIO ->
                frame.isSequenceHeader()
                        ? 0x300 + frame.track()
                        : frame.isMultichannelConfig() ? 0x400 + frame.track() : -1;
        };
    }

    /** The headers in the order for a player. A live view: copy it to hand it over. */
    public List<MediaFrame> all() {
        return headers;
    }

    /** Whether a sequence header of a video track is known. */
    public boolean hasVideo() {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).kind() == FrameKind.VIDEO) {
                return true;
            }
        }
        return false;
    }

    /** Grows with every change. */
    public int version() {
        return version;
    }
}
