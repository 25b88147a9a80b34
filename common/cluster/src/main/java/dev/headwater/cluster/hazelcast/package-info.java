/**
 * The directory as maps of an embedded Hazelcast cluster, and the clustered Vert.x on top of the same member. The only
 * code that imports {@code com.hazelcast}.
 */
@NullMarked
package dev.headwater.cluster.hazelcast;

import org.jspecify.annotations.NullMarked;
