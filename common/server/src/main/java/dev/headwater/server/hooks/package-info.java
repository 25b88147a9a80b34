/**
 * HTTP callbacks: who may connect, publish and play is asked, and what they do is told, over HTTP.
 *
 * <pre>
 *   auth ---Callbacks---> HookBook ---by app---> AppHooks ---each URL---> HookTarget ---HTTP---> the other side
 *                         |                   cache, dialect          breaker, pool, deadline
 *                         v                                                 ^
 *                       Hooks ----by app and URL----> Notifications --------'   in order, again and again until taken
 * </pre>
 *
 * Each app has its own of all that is to the right: what hangs for one app delays no other. A reload makes another book; whom
 * Notifications are for, and in which order, outlives it.
 */
@NullMarked
package dev.headwater.server.hooks;

import org.jspecify.annotations.NullMarked;
