package dev.headwater.rtmp.session;

import dev.headwater.rtmp.message.MediaMessage;

/** One message stream of a connection: its state, and what it publishes or plays. Confined to the connection's event loop. */
final class MessageStream {
    private final int id;
    private StreamState state = StreamState.IDLE;
    private String name = "";
    private HeldMedia held = HeldMedia.NONE;
    private boolean reset;
    private boolean switched;
    private boolean audioWanted = true;
    private boolean videoWanted = true;

    MessageStream(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    StreamState state() {
        return state;
    }

    /** What runs here, as the client spelled it; empty when idle. */
    String name() {
        return name;
    }

    /** Starts a publish that waits for its answer; media until then goes to {@code pending}. */
    void publishRequested(String requested, HeldMedia pending) {
        become(StreamState.PUBLISH_PENDING);
        name = requested;
        held = pending;
    }

    /**
     * Starts a play that waits for its answer, on a server.
     *
     * @param switchRequested true if it takes the place of another play (play2)
     */
    void playRequested(String requested, boolean resetRequested, boolean switchRequested) {
        become(StreamState.PLAY_PENDING);
        name = requested;
        reset = resetRequested;
        switched = switchRequested;
    }

    /** Starts a play that waits for its answer, on a client; media until then goes to {@code pending}. */
    void playRequested(String requested, HeldMedia pending) {
        become(StreamState.PLAY_PENDING);
        name = requested;
        held = pending;
    }

    /** The publish or play that waits was accepted; gives back what was held while it waited. */
    HeldMedia accepted() {
        become(state == StreamState.PUBLISH_PENDING ? StreamState.PUBLISHING : StreamState.PLAYING);
        HeldMedia taken = held;
        held = HeldMedia.NONE;
        return taken;
    }

    /** What ran or waited here is over; nothing happens if there was nothing. */
    void ended() {
        if (state == StreamState.IDLE) {
            return;
        }
        become(StreamState.IDLE);
        name = "";
        held = HeldMedia.NONE;
        reset = false;
        switched = false;
        audioWanted = true;
        videoWanted = true;
    }

    HeldMedia held() {
        return held;
    }

    /** True if the play was asked to clear the playlist before. */
    boolean reset() {
        return reset;
    }

    /** True if the play takes the place of another. */
    boolean switched() {
        return switched;
    }

    boolean wants(MediaMessage.Kind kind) {
        return kind == MediaMessage.Kind.AUDIO ? audioWanted : videoWanted;
    }

    void want(MediaMessage.Kind kind, boolean wanted) {
        if (kind == MediaMessage.Kind.AUDIO) {
            audioWanted = wanted;
        } else {
            videoWanted = wanted;
        }
    }

    private void become(StreamState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("message stream %d cannot go from %s to %s".formatted(id, state, next));
        }
        state = next;
    }
}
