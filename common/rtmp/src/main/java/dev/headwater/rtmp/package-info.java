/** The wire: bytes to messages to session state (RTMP 1.0). */
@NullMarked
package dev.headwater.rtmp;

import org.jspecify.annotations.NullMarked;
