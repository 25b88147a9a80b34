/**
 * MPEG transport stream in segments, as HLS takes it (ISO/IEC 13818-1; RFC 8216, 3.2). A segment stands for itself: tables first, counters
 * from 0, and the same frames give the same bytes on every node.
 *
 * <pre>
 *   TsSegmentWriter --> ProgramTables                        PAT, PMT
 *         |
 *         |-- video --> PictureStream  Annex B, AUD, sets ---.
 *         '-- audio --> SoundStream    ADTS, Opus control ---+--> PesHeader --> PacketWriter  188 bytes each,
 *                         several frames to a PES packet                         counters and PCR by Pid
 * </pre>
 *
 * A frame that is broken is left out from where it is: what a NAL unit claims beyond its frame, sound too long for its header.
 */
@NullMarked
package dev.headwater.media.ts;

import org.jspecify.annotations.NullMarked;
