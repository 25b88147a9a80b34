/**
 * The management port for what was written for SRS and nginx-rtmp: their addresses and shapes, our answers.
 *
 * <pre>
 *   /srs/api/v1/...     SrsApi -----+       at most once a second
 *   /stat               NginxStat --+--> Census --> ClusterAnswers (server.control) --> every node
 *   /control/drop/...   NginxDrop --+
 * </pre>
 *
 * SRS's paths have a prefix, since its {@code /api/v1/streams} and {@code /api/v1/clients} are ours too, in another shape. A program has
 * SRS's address in one place: {@code http://node:1985/srs} instead of {@code http://srs:1985} is all that changes. For programs that
 * cannot be told a path there is {@code management.srs-port}; a switch between two shapes at one address would break whoever wants the
 * other.
 */
@NullMarked
package dev.headwater.server.compat;

import org.jspecify.annotations.NullMarked;
