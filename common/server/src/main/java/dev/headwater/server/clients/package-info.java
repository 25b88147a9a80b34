/**
 * Who is connected, whatever he speaks: listed, kicked, and remembered for a while after he has left.
 *
 * <pre>
 *   RtmpConnection, HTTP players --are--> ConnectedClient --in--> Clients <--asked by-- server.control
 *                                              '--notes--> Seat --> FlightRecorder
 * </pre>
 */
@NullMarked
package dev.headwater.server.clients;

import org.jspecify.annotations.NullMarked;
