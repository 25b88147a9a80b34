/** The stream. */
@NullMarked
package dev.headwater.media;

import org.jspecify.annotations.NullMarked;
