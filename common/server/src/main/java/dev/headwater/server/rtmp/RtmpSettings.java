package dev.headwater.server.rtmp;

import dev.headwater.rtmp.session.ServerSettings;
import dev.headwater.rtmp.session.SessionLimits;
import java.time.Duration;

/**
 * How an RTMP port behaves.
 *
 * @param handshakeTimeout from accept to the end of the handshake, whatever trickles in ({@code rtmp.handshake-timeout})
 * @param connectTimeout how long a connection may live without publishing or playing ({@code rtmp.connect-timeout})
 * @param publisherSilence a publisher that sends no byte for this long is gone ({@code publish.silence-timeout})
 * @param publisherMedia one that sends neither audio nor video for this long after its publish is gone, zero for never
 *     ({@code publish.media-timeout})
 * @param notSentLowatBytes what the kernel may hold unsent per player ({@code player.notsent-lowat})
 * @param pingInterval how often a ping is sent to every client of this port; zero for never
 * @param descriptorReserve file descriptors that its clients leave to others ({@code descriptors.reserve})
 */
public record RtmpSettings(
        SessionLimits limits,
        ServerSettings session,
        Duration handshakeTimeout,
        Duration connectTimeout,
        Duration publisherSilence,
        Duration publisherMedia,
        int notSentLowatBytes,
        Duration pingInterval,
        int maxConnections,
        int descriptorReserve) {}
