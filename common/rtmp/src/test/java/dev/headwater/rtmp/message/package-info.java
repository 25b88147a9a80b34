/** Tests of the message families: golden bytes both ways, and what sloppy peers send. */
@NullMarked
package dev.headwater.rtmp.message;

import org.jspecify.annotations.NullMarked;
