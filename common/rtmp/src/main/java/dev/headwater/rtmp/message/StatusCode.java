package dev.headwater.rtmp.message;

/** The status codes that a server sends, and that a client acts on (RTMP 1.0, 7.2; Enhanced RTMP v2). */
public enum StatusCode {
    CONNECT_SUCCESS("NetConnection.Connect.Success", Level.STATUS),
    CONNECT_REJECTED("NetConnection.Connect.Rejected", Level.ERROR),
    CONNECT_INVALID_APP("NetConnection.Connect.InvalidApp", Level.ERROR),
    CONNECT_CLOSED("NetConnection.Connect.Closed", Level.STATUS),
    RECONNECT_REQUEST("NetConnection.Connect.ReconnectRequest", Level.STATUS),
    CALL_FAILED("NetConnection.Call.Failed", Level.ERROR),
    PUBLISH_START("NetStream.Publish.Start", Level.STATUS),
    PUBLISH_BAD_NAME("NetStream.Publish.BadName", Level.ERROR),
    PUBLISH_DENIED("NetStream.Publish.Denied", Level.ERROR),
    PUBLISH_REJECTED("NetStream.Publish.Rejected", Level.ERROR),
    UNPUBLISH_SUCCESS("NetStream.Unpublish.Success", Level.STATUS),
    STREAM_FAILED("NetStream.Failed", Level.ERROR),
    PLAY_RESET("NetStream.Play.Reset", Level.STATUS),
    PLAY_START("NetStream.Play.Start", Level.STATUS),
    PLAY_STOP("NetStream.Play.Stop", Level.STATUS),
    PLAY_FAILED("NetStream.Play.Failed", Level.ERROR),
    PLAY_STREAM_NOT_FOUND("NetStream.Play.StreamNotFound", Level.ERROR),
    PLAY_PUBLISH_NOTIFY("NetStream.Play.PublishNotify", Level.STATUS),
    PLAY_UNPUBLISH_NOTIFY("NetStream.Play.UnpublishNotify", Level.STATUS),
    PLAY_INSUFFICIENT_BW("NetStream.Play.InsufficientBW", Level.WARNING),
    PLAY_TRANSITION("NetStream.Play.Transition", Level.STATUS),
    PLAY_TRANSITION_COMPLETE("NetStream.Play.TransitionComplete", Level.STATUS),
    PLAY_COMPLETE("NetStream.Play.Complete", Level.STATUS),
    PAUSE_NOTIFY("NetStream.Pause.Notify", Level.STATUS),
    UNPAUSE_NOTIFY("NetStream.Unpause.Notify", Level.STATUS),
    SEEK_NOTIFY("NetStream.Seek.Notify", Level.STATUS);

    /** The {@code level} property of a status object. */
    public enum Level {
        STATUS,
        WARNING,
        ERROR
    }

    private final String wireName;
    private final Level level;

    StatusCode(String wireName, Level level) {
        this.wireName = wireName;
        this.level = level;
    }

    /** The {@code code} property on the wire. */
    public String wireName() {
        return wireName;
    }

    public Level level() {
        return level;
    }
}
