/**
 * Who is connected, whatever he speaks: listed, kicked, and remembered for a while after he has left; and what his publishes and plays
 * have in common.
 *
 * <pre>
 *   RtmpConnection, HTTP players --are--> ConnectedClient --in--> Clients <--asked by-- server.control
 *                                              '--notes--> ClientHandle --> FlightRecorder
 *   Publish, Play --have--> UseLifecycle --asks--> Access, UseLimiter; notes in the ClientHandle
 * </pre>
 */
@NullMarked
package dev.headwater.server.clients;

import org.jspecify.annotations.NullMarked;
