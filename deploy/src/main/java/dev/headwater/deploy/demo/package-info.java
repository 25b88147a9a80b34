/**
 * An origin and an edge on one machine, as two JVMs in one cluster.
 *
 * <pre>
 *   headwater demo --+--&gt; headwater origin   "origin | ..."   pushed to by you, or by the test pattern
 *      (this JVM)    +--&gt; headwater edge     "edge   | ..."   played from by you; pulls from the origin
 *                    +--&gt; ffmpeg             "pattern| ..."   with --test-pattern
 *
 *   A node ends when its standard input does, so not even kill -9 of this JVM leaves one behind.
 * </pre>
 *
 * And the rehearsal: the same two in one JVM, for the AOT cache.
 */
@NullMarked
package dev.headwater.deploy.demo;

import org.jspecify.annotations.NullMarked;
