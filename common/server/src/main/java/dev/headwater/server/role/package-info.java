/** The two answers that make a node an origin or an edge. */
@NullMarked
package dev.headwater.server.role;

import org.jspecify.annotations.NullMarked;
