/**
 * Virtual players of HLS and Low-Latency HLS: they ask as players do, and know what a screen would show. Nothing is decoded.
 *
 * <pre>
 *   HlsPlayer: the master playlist -> Rendition, one or two: its playlist, again and again -> its segments or parts, in order
 *      |                                 | MediaPlaylist    | check.SegmentCheck
 *   HttpRequests                      Playhead: begins, halts
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.hls;

import org.jspecify.annotations.NullMarked;
