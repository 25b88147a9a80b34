/**
 * The fan-out of one live stream.
 *
 * <pre>
 *   source's loop                 each loop with players
 *   LiveStream.publish --batch--> LoopGroup --(encoded once per WireFormat)--> Member -> Player
 *     headers, GOP cache            its own headers and GOP, encoded             wishes, queue bound
 *                                   FrameTap: frames as they are
 * </pre>
 *
 * <p>Frames are on the heap and cross loops freely. Reference-counted buffers live in {@code LoopGroup} only.
 */
@NullMarked
package dev.headwater.media.hub;

import org.jspecify.annotations.NullMarked;
