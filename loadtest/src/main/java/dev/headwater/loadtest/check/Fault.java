package dev.headwater.loadtest.check;

/** What can be wrong with the frames that a player gets. */
public enum Fault {
    /** Frames that the publisher sent and that were left out; counted in frames. */
    LOST_FRAME("lost frames"),
    /** A frame that came twice, or after one that was sent later. */
    OUT_OF_ORDER("out of order"),
    /** A timestamp below the one before it, of the same kind of frame. */
    TIMESTAMP_BACK("timestamps back"),
    /** Audio or video before the sequence header that it cannot be decoded without. Once per player and kind. */
    NO_SEQUENCE_HEADER("no sequence header"),
    /** The first video frame is no key frame. Once per player. */
    NO_KEY_FRAME_FIRST("no key frame first"),
    /** A segment or part of HLS that is not what its container must be. */
    BROKEN_SEGMENT("broken segments"),
    /** A playlist of HLS that is none, or whose first number went back, or whose target duration changed. */
    BROKEN_PLAYLIST("broken playlists");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** Name for people. */
    public String text() {
        return text;
    }
}
