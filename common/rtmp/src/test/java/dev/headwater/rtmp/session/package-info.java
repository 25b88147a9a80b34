/** Tests of both sessions: against each other, against what real clients send, and against what hostile peers send. */
@NullMarked
package dev.headwater.rtmp.session;

import org.jspecify.annotations.NullMarked;
