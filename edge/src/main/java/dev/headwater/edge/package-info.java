/**
 * The edge role: players are served by pulls, publishers are forwarded to an origin.
 *
 * <pre>
 *   player    --> Pulls (common/server relay) --pull--> owner's relay port
 *   publisher --> ForwardingGate --publish--> relay port of the best origin (OriginChoice)
 * </pre>
 */
@NullMarked
package dev.headwater.edge;

import org.jspecify.annotations.NullMarked;
