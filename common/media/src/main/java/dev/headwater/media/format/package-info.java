/**
 * How a track is coded, as the publisher's own decoder configuration says.
 *
 * <pre>
 *   MediaFrame --> VideoFormat   AvcConfiguration, HevcConfiguration   (NalUnit: without its escapes)
 *                                Av1Configuration
 *              --> AudioFormat   AacConfiguration, OpusHead, Mp3Header
 *                                    all by BitReader, which tells a record that was cut
 * </pre>
 *
 * Every byte is a stranger's: nothing here throws, loops longer than the record, or allocates more than a copy of it. What it does
 * not say, or says wrongly, is unknown.
 */
@NullMarked
package dev.headwater.media.format;

import org.jspecify.annotations.NullMarked;
