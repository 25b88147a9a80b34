package dev.headwater.rtmp.message;

/** Third argument of publish (RTMP 1.0, 7.2.2.6). A missing or unknown one means {@link #LIVE}. */
public enum PublishType {
    LIVE,
    RECORD,
    APPEND
}
