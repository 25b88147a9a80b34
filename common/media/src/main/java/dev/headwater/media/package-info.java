/**
 * The stream: what a frame is, when it is, and what it is called. Fan-out is in {@code hub}, containers are in {@code flv},
 * {@code fmp4} and {@code ts}, how tracks are coded in {@code format}.
 *
 * <pre>
 *  app, name  --StreamKey.parse---------------------> StreamKey
 *
 *  message    --Timeline (publisher's connection)--.
 *  type, ms,                                        >-> MediaFrame --> hub --> players, relays
 *  payload    --RelayTimeline (pull from origin)---'      |
 *                                                     VideoTag, AudioTag, ScriptTag: looked at once,
 *                                                     kept as Traits; the payload stays as it came
 * </pre>
 */
@NullMarked
package dev.headwater.media;

import org.jspecify.annotations.NullMarked;
