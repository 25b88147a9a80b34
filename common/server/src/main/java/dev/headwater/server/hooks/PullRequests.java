package dev.headwater.server.hooks;

import dev.headwater.media.StreamKey;
import dev.headwater.server.config.RelayUrl;

/** Has streams pulled from servers that callbacks name. Thread-safe. */
@FunctionalInterface
public interface PullRequests {
    /**
     * Somebody is about to play it: for as long as somebody does, it is pulled from there.
     *
     * @return false if so many are that this one may not be
     */
    boolean want(StreamKey stream, RelayUrl from);
}
