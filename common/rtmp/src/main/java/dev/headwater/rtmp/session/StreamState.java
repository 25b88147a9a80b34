package dev.headwater.rtmp.session;

/** Where a message stream stands. The arrows between the states are {@link #canBecome}, here and nowhere else. */
enum StreamState {
    /** Created, or what ran on it is over. */
    IDLE,
    /** publish was sent, its answer was not. */
    PUBLISH_PENDING,
    /** publish was accepted. */
    PUBLISHING,
    /** play was sent, its answer was not. */
    PLAY_PENDING,
    /** play was accepted. */
    PLAYING;

    /** True if a stream may go from this state to {@code next} in one step. */
    boolean canBecome(StreamState next) {
        return switch (this) {
            case IDLE -> next == PUBLISH_PENDING || next == PLAY_PENDING;
            case PUBLISH_PENDING -> next == PUBLISHING || next == IDLE;
            case PLAY_PENDING -> next == PLAYING || next == IDLE;
            case PUBLISHING, PLAYING -> next == IDLE;
        };
    }

    boolean isPublish() {
        return this == PUBLISH_PENDING || this == PUBLISHING;
    }

    boolean isPlay() {
        return this == PLAY_PENDING || this == PLAYING;
    }
}
