/** The log of the process while it runs: how much each logger says. */
@NullMarked
package dev.headwater.server.log;

import org.jspecify.annotations.NullMarked;
