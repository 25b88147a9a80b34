/**
 * Still pictures of streams, by an ffmpeg that is a process of its own: what a hostile frame can hurt is that process.
 *
 * <pre>
 *   GET /{app}/{stream}.jpg --&gt; ThumbnailRoutes --&gt; Access
 *                                     |
 *                               Thumbnails, kept for thumbnail.max-age
 *                                     | none, or too old
 *               StreamSource --&gt; KeyFrameTap --&gt; KeyFrame --&gt; PictureDecoder --&gt; ffmpeg (memory, time, bytes out)
 *                                on a loop       as FLV       on a worker
 * </pre>
 */
@NullMarked
package dev.headwater.server.thumbnail;

import org.jspecify.annotations.NullMarked;
