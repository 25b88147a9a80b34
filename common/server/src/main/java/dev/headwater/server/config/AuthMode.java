package dev.headwater.server.config;

/** A way to be let in; {@link AuthModes}. */
public enum AuthMode {
    /** Nobody is. */
    REFUSE,
    /** Everybody who reaches the port is. */
    OPEN,
    /** Who has a signed address is. */
    SIGNED,
    /** Who has a token is. */
    JWT,
    /** Who has the stream's key is. */
    KEYS,
    /** Who proves a password when he connects is. */
    ADOBE,
    /** Whom a callback lets in is. The last: who is let in by another way costs no call. */
    HOOK
}
