package dev.headwater.server.record;

import java.time.Duration;

/**
 * How the streams of one app are recorded.
 *
 * @param isOn whether they are
 * @param maxDuration after which a file ends at the next key frame; zero is never
 * @param maxBytes after which it does; 0 is never
 * @param maxWaitingBytes of one recording that wait for the disk
 * @param maxRecordings of the node at once
 * @param keepFree bytes that recordings leave free on their disk
 */
public record RecordSettings(
        boolean isOn, Duration maxDuration, long maxBytes, long maxWaitingBytes, int maxRecordings, long keepFree) {}
