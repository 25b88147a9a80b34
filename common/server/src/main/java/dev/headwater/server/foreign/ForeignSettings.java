package dev.headwater.server.foreign;

import dev.headwater.rtmp.session.SessionLimits;
import java.time.Duration;

/**
 * How this node connects to foreign servers.
 *
 * @param connectTimeout for the socket alone
 * @param silence a server that takes or acknowledges no byte of what waits for so long is gone ({@code relays.silence-timeout})
 * @param notSentLowatBytes what the kernel may hold unsent per connection ({@code player.notsent-lowat})
 */
public record ForeignSettings(SessionLimits limits, Duration connectTimeout, Duration silence, int notSentLowatBytes) {}
