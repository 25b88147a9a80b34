package dev.headwater.loadtest.run;

import dev.headwater.loadtest.client.Protocols;
import java.time.Duration;

/**
 * What all clients of a run have in common.
 *
 * @param patience how long a player waits for its first frame, and a publisher for the server's consent
 */
public record RunSettings(Protocols protocols, Duration patience) {}
