/**
 * Who owns which stream: the port, its rules and records, and a directory of a single process for the tests of all modules. The
 * directory of a cluster is in the package {@code hazelcast}.
 *
 * <pre>
 *   origin                        the directory                         edge
 *   claim ----------------------> free: next epoch &lt;------------------ find, watch
 *   announce, each 2 s ---------> lives 12 s from now ---------------> Owned(record)
 *   release --------------------> tombstone: epoch and timeline -----> Gone(key)
 *   dead: member lost, or 12 s -> tombstone, further on              (nobody has it)
 * </pre>
 *
 * The owner of a stream is the origin that holds the publisher's connection; the directory is a record of that, which
 * heals itself: a lost one is written again with the next announcement, a wrong one loses to the higher epoch.
 */
@NullMarked
package dev.headwater.cluster;

import org.jspecify.annotations.NullMarked;
