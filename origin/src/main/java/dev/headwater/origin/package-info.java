/** The origin role. */
@NullMarked
package dev.headwater.origin;

import org.jspecify.annotations.NullMarked;
