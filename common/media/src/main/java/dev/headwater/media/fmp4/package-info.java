/**
 * Fragmented MP4, one track to a file, as HLS, DASH and browsers take it (ISO/IEC 14496-12; CMAF, ISO/IEC 23000-19).
 *
 * <pre>
 *   TrackFormat --> InitSegment      ftyp moov(mvhd trak mvex): what the track is (SampleEntry), no media
 *
 *   MediaFrame  --> FragmentWriter   Fragment ...: moof(mfhd traf(tfhd tfdt trun)) mdat, timed by TrackClock
 *                     |
 *                     '- TemporalUnit  of AV1: without delimiters, every OBU with its size
 * </pre>
 *
 * The same frames give the same bytes on every node. A frame is copied as its publisher sent it: what is wrong within is its
 * player's to find out.
 */
@NullMarked
package dev.headwater.media.fmp4;

import org.jspecify.annotations.NullMarked;
