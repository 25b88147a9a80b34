/**
 * The origin role: claims the names of its publishers, keeps the leases, serves its publications to pulling nodes.
 *
 * <pre>
 *   publisher --> ClaimingGate --claim--> StreamDirectory <--announce, every 2 s-- LeaseKeeper
 *                      |                                                              |
 *                      +--> OriginPublication <---- LocalPublications ----------------+
 *                               |  (timeline, LiveStream)
 *                               +--> relay port: other nodes' pulls
 *                               +--> PublicationUpstream --> Pulls: players of this node
 * </pre>
 */
@NullMarked
package dev.headwater.origin;

import org.jspecify.annotations.NullMarked;
