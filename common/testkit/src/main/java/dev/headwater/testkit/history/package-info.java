/**
 * What nodes and publishers were told about who owns what, as a history of calls, the rules that every such history keeps, and the
 * faults in which it is made.
 *
 * <pre>
 *   HistoryRun --&gt; Faults --&gt; Lab      members are cut off, frozen, killed
 *       |  \-----&gt; Traffic           who publishes and asks meanwhile: calls
 *       \--------&gt; HistoryChecker    the rules, asked of the calls
 * </pre>
 */
@NullMarked
package dev.headwater.testkit.history;

import org.jspecify.annotations.NullMarked;
