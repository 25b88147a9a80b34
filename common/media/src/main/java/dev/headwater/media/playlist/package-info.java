/**
 * Playlists as text: what a player reads before it fetches segments. Those of HLS (RFC 8216 and draft-pantos-hls-rfc8216bis), and the
 * manifest of DASH (ISO/IEC 23009-1). Nothing here knows who asks; how addresses are written is handed in
 * ({@link dev.headwater.media.playlist.Links}).
 */
@NullMarked
package dev.headwater.media.playlist;

import org.jspecify.annotations.NullMarked;
