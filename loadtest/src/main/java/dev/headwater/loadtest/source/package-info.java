/**
 * What our publishers send: media that any server and any demuxer takes, each video frame with a send stamp.
 *
 * <pre>
 *   Shape     -> GeneratedSource -+
 *   FLV file  -> FlvLoop ---------+-> MediaFrame, when due, with a SendStamp
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.source;

import org.jspecify.annotations.NullMarked;
