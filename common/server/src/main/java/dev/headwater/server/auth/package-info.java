/**
 * Who may publish and who may play. Asked once, at the node that the client comes to, before the role's own gate and source.
 *
 * <pre>
 *   client --Attempt--> Access  --Allowed(name)--> role          the name may differ from the one that was asked for
 *                         |     --Denied---------> the client, at a moment that tells nothing; the reason goes to our log
 *                         v
 *                      RuleBook   by app: is a stream key where a name belongs? then any Rule that allows is enough
 *                         ^
 *                      configuration and its files, read again when they change; swapped in one step
 * </pre>
 *
 * Nothing here knows how the client speaks.
 */
@NullMarked
package dev.headwater.server.auth;

import org.jspecify.annotations.NullMarked;
