package dev.headwater.media;

/** What a frame carries. */
public enum FrameKind {
    AUDIO,
    VIDEO,
    DATA
}
