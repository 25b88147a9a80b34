/** What nodes were told about who owns what, as a history of calls, and the rules that every such history keeps. */
@NullMarked
package dev.headwater.cluster.history;

import org.jspecify.annotations.NullMarked;
