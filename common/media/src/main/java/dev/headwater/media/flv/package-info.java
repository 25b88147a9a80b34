/**
 * FLV, the container: for HTTP-FLV, for test clips and for recordings. A tag's body is a frame's payload, byte for byte.
 *
 * <pre>
 * "FLV" 1 flags 9 | 0 | type size timestamp 0 | payload | 11 + size | type ...
 *      header           `---- tag header ----'            previous tag's size
 * </pre>
 */
@NullMarked
package dev.headwater.media.flv;

import org.jspecify.annotations.NullMarked;
