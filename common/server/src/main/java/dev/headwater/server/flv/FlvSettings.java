package dev.headwater.server.flv;

import dev.headwater.media.flv.HevcTags;
import java.util.function.Function;

/**
 * How FLV is played over HTTP.
 *
 * @param notSentLowatBytes what the kernel may hold unsent per player ({@code player.notsent-lowat})
 * @param hevc the form of HEVC's tags, by app ({@code http-flv.hevc})
 */
public record FlvSettings(int notSentLowatBytes, Function<String, HevcTags> hevc) {}
