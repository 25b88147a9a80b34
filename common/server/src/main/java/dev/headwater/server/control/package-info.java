/**
 * Control of the whole cluster through any of its nodes: who is connected where, kicks, drains.
 *
 * <pre>
 *   /api/v1 --> ControlApi (Contract) --> Asking --event bus, JSON--> NodeControl at each node --> NodeAnswers --> Clients, StreamsHere
 *                                           |
 *                                           +--> Gathered: what came within two seconds, and the nodes that did not answer
 * </pre>
 *
 * Media never comes here, and nothing on its way waits for what is asked here.
 */
@NullMarked
package dev.headwater.server.control;

import org.jspecify.annotations.NullMarked;
