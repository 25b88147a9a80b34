/**
 * HLS and low-latency HLS, and DASH over the same segments.
 *
 * <pre>
 *   request --> HlsRoutes    whose stream, which file; waits for what is about to come
 *                 HlsSessions  who plays: a Session is a player, asked and counted as one (server.play)
 *                 Packagers    one Packager per stream and way of cutting it, from the first request to the last
 *                   Packager     taps the stream on a thread of its own, feeds a Segmenter, shows its Presentation
 *               --> MediaAnswer  ranges, tags, copies that caches may keep
 * </pre>
 *
 * <p>Packagers run on threads that serve no sockets: one that is late misses frames and lists a gap, and nobody else notices.
 */
@NullMarked
package dev.headwater.server.hls;

import org.jspecify.annotations.NullMarked;
