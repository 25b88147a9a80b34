package dev.headwater.cluster;

/** What happens when a name is published that somebody publishes already ({@code publish.policy}). */
public enum ClaimPolicy {
    /** The new publisher wins; the old one is ended. */
    TAKEOVER,
    /** The new publisher is refused. */
    REFUSE
}
