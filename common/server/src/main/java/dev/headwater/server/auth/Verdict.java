package dev.headwater.server.auth;

import dev.headwater.media.StreamKey;

/** The answer to an {@link Attempt}. */
public sealed interface Verdict {
    /** @param name of the stream from here on, for everybody to see; a rule may have turned a key into it */
    record Allowed(StreamKey name) implements Verdict {}

    /**
     * The client hears that it may not, and never why.
     *
     * @param explanation for our log; quotes nothing secret
     * @param isNameSecret whether the name that was asked for may be somebody's key, and must not be written anywhere
     */
    record Denied(Denial denial, String explanation, boolean isNameSecret) implements Verdict {}
}
