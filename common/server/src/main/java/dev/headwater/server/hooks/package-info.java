/**
 * HTTP callbacks: who may connect, publish and play is asked, and what they do is told, over HTTP.
 *
 * <pre>
 *   auth ---Callbacks---> Hooks ---by app---> AppHooks ---each URL---> HookTarget ---HTTP---> the other side
 *                                  cache, dialect        breaker, pool, deadline
 *                                    |                         ^
 *                                    '---> Notifications ------'      in order, again and again until taken
 * </pre>
 *
 * Each app has its own of all that is to the right of {@code Hooks}: what hangs for one app delays no other.
 */
@NullMarked
package dev.headwater.server.hooks;

import org.jspecify.annotations.NullMarked;
