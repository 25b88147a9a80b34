/**
 * Relays from and to servers that are none of ours, each run by one origin of the cluster.
 *
 * <pre>
 *   ForeignRelays -- every cluster.announce-interval --> RelayOwnership --claim, announce--> directory of relays
 *                                                           | runs it while it owns it
 *                         +---------------------------------+
 *                         v                                 v
 *   foreign server --> PullRun --> PublishGate     StreamSource --> PushRun --> foreign server
 * </pre>
 *
 * <p>The states of a run: {@link dev.headwater.server.foreign.RelayState}.
 */
@NullMarked
package dev.headwater.server.foreign;

import org.jspecify.annotations.NullMarked;
