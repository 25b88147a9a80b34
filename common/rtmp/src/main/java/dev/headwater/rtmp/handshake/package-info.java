/**
 * The handshake of either side: three blocks each way, then never again (RTMP 1.0, 5.2).
 *
 * <p>The digest form, which Flash Player and Flash Media Server ask for, is in no public specification; the numbers
 * here were read from implementations and are pinned by test vectors. RTMPE is not supported.
 */
@NullMarked
package dev.headwater.rtmp.handshake;

import org.jspecify.annotations.NullMarked;
