/**
 * The flight recorder: what happened lately in each session, for whoever asks why it stutters, or why it ended.
 *
 * <pre>
 *   RtmpConnection, PullJournal --note--> FlightLog --at the end--> FlightRecorder   for flight.keep
 *            (one each, on its loop)          '--------- Flight, when asked ---------> server.control
 * </pre>
 *
 * What is noted is for operators, as the log is: no token, no key, nothing of a query.
 */
@NullMarked
package dev.headwater.server.flight;

import org.jspecify.annotations.NullMarked;
