/** The headwater command. */
@NullMarked
package dev.headwater.deploy;

import org.jspecify.annotations.NullMarked;
