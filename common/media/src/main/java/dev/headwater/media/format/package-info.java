/**
 * How a track is coded, as the publisher's own decoder configuration says.
 *
 * <pre>
 *   MediaFrame --> VideoFormat   AvcConfiguration, HevcConfiguration   (NalUnit: without its escapes)
 *                                Av1Configuration, Vp9Header
 *              --> AudioFormat   AacConfiguration, OpusHead, FlacStreamInfo, Mp3Header, Ac3Header
 *                                    all by BitReader, which tells a record that was cut
 *
 *              --> TrackFormat   what containers say of a track: record, CodecName, timescale
 *                     |--> ParameterSets, NalUnits   pictures cut into the units of H.264 and HEVC
 *                     '--> TrackClock               when frames are due: sound by its samples (AudioSamples)
 * </pre>
 *
 * Every byte is a stranger's: nothing here throws, loops longer than the record, or allocates more than a copy of it. What it does
 * not say, or says wrongly, is unknown.
 */
@NullMarked
package dev.headwater.media.format;

import org.jspecify.annotations.NullMarked;
