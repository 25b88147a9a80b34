/**
 * One stream, looked at, fetched or sent from a shell: a stranger's client, as the load generator's are, so that what it tells is
 * what any client would see.
 *
 * <pre>
 *   ProbeCommand    Observation --> StreamReport     loadtest.client
 *   PlayCommand     FrameQueue  --> FLV file         Protocols on a loop of its own (OneClient)
 *   PublishCommand  FLV file, at its own pace -->
 * </pre>
 */
@NullMarked
package dev.headwater.deploy.client;

import org.jspecify.annotations.NullMarked;
