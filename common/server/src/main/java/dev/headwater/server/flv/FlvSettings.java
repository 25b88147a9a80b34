package dev.headwater.server.flv;

import dev.headwater.media.flv.HevcTags;
import java.time.Duration;
import java.util.function.Function;

/**
 * How FLV is played and published over HTTP.
 *
 * @param notSentLowatBytes what the kernel may hold unsent per player ({@code player.notsent-lowat})
 * @param hevc the form of HEVC's tags, by app ({@code http-flv.hevc})
 * @param maxTagBytes largest tag of a publisher ({@code rtmp.max-message-bytes})
 * @param maxMetadataBytes largest of its data tags ({@code rtmp.max-metadata-bytes})
 * @param publisherSilence a publisher that sends no byte for this long is gone ({@code publish.silence-timeout})
 * @param publisherMedia one that sends neither audio nor video for this long is gone, zero for never ({@code publish.media-timeout})
 */
public record FlvSettings(
        int notSentLowatBytes,
        Function<String, HevcTags> hevc,
        int maxTagBytes,
        int maxMetadataBytes,
        Duration publisherSilence,
        Duration publisherMedia) {}
