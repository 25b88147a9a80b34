package dev.headwater.server.relay;

/** Where a pull stands. */
public enum PullState {
    /** Entry: nobody waits or plays any more, or the stream is over. Not in the registry. Left by a new pull only. */
    IDLE,
    /** Entry: somebody wants the stream, or the upstream was lost. The directory is asked, again with backoff. Left when it names an owner. */
    RESOLVING,
    /** Entry: an owner is known. Its relay port is being connected. Left when it greets, fails, or takes too long. */
    PULLING,
    /** Entry: the owner greeted and somebody plays. Frames flow. Left when the upstream goes or the last player does. */
    LIVE,
    /** Entry: the upstream went while players play. They stay connected; nothing is sent. Left at the next attempt, or when the hold is over. */
    HOLDING,
    /** Entry: the last player left. The pull goes on for {@code play.linger}. Left when a player comes or the time is over. */
    LINGERING
}
