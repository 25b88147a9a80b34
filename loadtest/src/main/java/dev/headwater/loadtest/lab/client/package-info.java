/**
 * The broadcasters and the audience of the lab, on one event loop.
 *
 * <pre>
 *   Broadcasts -- Encoder   publishes, loses its connection, publishes again at the next ingest
 *   Viewers    -- Viewer    writes down all it gets in a PlayerRecord
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.lab.client;

import org.jspecify.annotations.NullMarked;
