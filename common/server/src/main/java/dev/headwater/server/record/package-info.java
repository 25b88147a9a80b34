/**
 * Streams that are published at this node, as files: FLV, with the bytes of the publisher.
 *
 * <pre>
 * LiveStream --frames--> Recording --steps--> its thread: FileSeries -> RecordFile -> disk
 *  (its loop)  (tap)      (its loop)  bounded by bytes    splits at      a part, and a file
 *                            ^                            key frames     when it is whole
 *                    StreamRecorder: begins it, and again after a fault
 *                            ^
 *                       Recordings: all of the node
 * </pre>
 *
 * <p>A recording is a tap like a packager's or a thumbnail's, so what the disk does to it is felt by nobody else: the loop counts bytes and
 * puts frames in a queue, and never waits.
 */
@NullMarked
package dev.headwater.server.record;

import org.jspecify.annotations.NullMarked;
