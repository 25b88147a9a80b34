/**
 * Action Message Format: the values inside commands, metadata and shared objects, as an immutable tree.
 *
 * <pre>
 *   message bytes -> Amf0Reader --0x11--> Amf3Reader -> AmfValue -> Amf0Writer --0x11--> Amf3Writer -> message bytes
 *                        \                   /
 *                         AmfBudget (one per message: depth, nodes, decoded bytes)
 * </pre>
 *
 * <p>Nothing here keeps a buffer, loads a class, parses XML or trusts a declared length.
 */
@NullMarked
package dev.headwater.rtmp.amf;

import org.jspecify.annotations.NullMarked;
