/**
 * Real ffmpeg processes beside the virtual clients: operators trust what a real client shows.
 *
 * <pre>
 *   {@link dev.headwater.loadtest.ffmpeg.FfmpegOptions} -> FfmpegProgram (which one) -> {@link dev.headwater.loadtest.ffmpeg.FfmpegClients}
 *                                                                             |  one per process
 *         "frame=25 ... progress=continue" (stdout) -> Progress  <- FfmpegClient -> last lines (stderr)
 *                                                                             |
 *         ends what runs when we die without a goodbye           <- Watchdog -+
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.ffmpeg;

import org.jspecify.annotations.NullMarked;
