/**
 * The whole of Headwater at work: origins and edges of a real cluster, real sockets, real clients.
 *
 * <pre>
 *   encoder --> origin ==relay==> edge --> players
 *      |           |                |
 *      |      (LiveCluster: nodes of one Hazelcast cluster in this JVM, ports of their own)
 *      +--- ffmpeg, GStreamer, rtmpdump, or a ScriptedPeer whose every byte the test decides
 * </pre>
 */
@NullMarked
package dev.headwater.deploy.e2e;

import org.jspecify.annotations.NullMarked;
