package dev.headwater.media.segment;

/** What segments are. */
public enum Container {
    /** Fragmented MP4 (CMAF): a rendition of its own for video and for audio. */
    FMP4,
    /** MPEG transport stream: video and audio in one. */
    TS
}
