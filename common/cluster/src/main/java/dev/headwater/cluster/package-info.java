/** Who owns which stream. */
@NullMarked
package dev.headwater.cluster;

import org.jspecify.annotations.NullMarked;
