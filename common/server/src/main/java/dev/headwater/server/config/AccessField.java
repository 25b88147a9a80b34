package dev.headwater.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a line of the access log may tell, in the order in which it does unless {@code log.access-format} says otherwise. */
public enum AccessField {
    /** {@code connect}, {@code publish}, {@code unpublish}, {@code play} or {@code stop}. */
    EVENT,
    /** The port or protocol. */
    PROTOCOL,
    /** The client's address, with the node in between if there is one. */
    PEER,
    APP,
    STREAM,
    /** Of the session, as its id in the API ends. */
    ID,
    HANDSHAKE,
    EPOCH,
    /** How long it lasted. */
    SECONDS,
    FRAMES,
    BYTES,
    /** Frames that a player could not take. */
    DROPPED,
    REASON,
    /** By which its traces are found. */
    TRACE;

    /** In a format, and before its value. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<AccessField> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }
}
