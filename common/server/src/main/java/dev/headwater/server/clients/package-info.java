/**
 * Who is connected, whatever he speaks: listed, kicked, and remembered for a while after he has left; and what his publishes and plays
 * have in common.
 *
 * <pre>
 *   RtmpConnection, HTTP players --are--> ConnectedClient --in--> Clients <--asked by-- server.control
 *                                              '--notes--> Seat --> FlightRecorder
 *   Publish, Play --have--> Visitation --asks--> Access, Room; notes in the Seat
 * </pre>
 */
@NullMarked
package dev.headwater.server.clients;

import org.jspecify.annotations.NullMarked;
