package dev.headwater.edge;

import java.time.Duration;

/**
 * Bounds of a forwarded publish.
 *
 * @param maxPendingBytes how far an origin may fall behind before the publisher is ended ({@code player.queue-bytes})
 * @param answer how long an origin that took the connection may take to answer ({@code pull.connect-timeout})
 * @param silence an origin that sends not even a ping for this long is gone ({@code pull.silence-timeout})
 */
record ForwardSettings(long maxPendingBytes, Duration answer, Duration silence) {}
