/**
 * Chunks to whole messages and back, with no idea of what a message means (RTMP 1.0, 5.3).
 *
 * <pre>
 *   bytes  -> ChunkDecoder -> RawMessageSink        many messages at once, cut into chunks and interleaved
 *   bytes  &lt;- ChunkEncoder &lt;- own messages          remembers what it sent, so headers are short
 *   bytes  &lt;- MediaChunks  &lt;- a frame for everyone  remembers nothing, so the bytes suit every player
 * </pre>
 */
@NullMarked
package dev.headwater.rtmp.chunk;

import org.jspecify.annotations.NullMarked;
