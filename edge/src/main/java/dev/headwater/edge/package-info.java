/** The edge role. */
@NullMarked
package dev.headwater.edge;

import org.jspecify.annotations.NullMarked;
