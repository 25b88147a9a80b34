/**
 * A live stream cut into segments and parts that HTTP can deliver, equal on every node.
 *
 * <pre>
 *   frames --> Segmenter       where segments begin: at key frames, numbered by the stream's timeline (SegmentPlan)
 *                FollowingSound  holds the sound until it is known where its segments begin
 *                TrackSink       one per kind of frame: FragmentTrack (fMP4, with parts) or TsMultiplexer (both into one segment)
 *                  RenditionLog    what was finished, bounded; gaps
 *              --> Presentation  an immutable view of all renditions, for any thread
 * </pre>
 *
 * <p>Nothing here looks at a clock: what is cut where, and under which number, follows from the frames alone, so that nodes that
 * began at different times agree (ADR 21). When it was is told by whoever hands the frames in, for dates alone ({@link
 * dev.headwater.media.segment.TimelineZero}).
 */
@NullMarked
package dev.headwater.media.segment;

import org.jspecify.annotations.NullMarked;
