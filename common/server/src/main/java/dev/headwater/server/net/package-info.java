/**
 * What stands between a client's first byte and the server of a port.
 *
 * <pre>
 *   accepted socket --&gt; ProxyGate --&gt; HandshakeGate, for TLS --&gt; Vert.x --&gt; RTMP, HTTP
 *                        | from a trusted balancer: its first bytes say whom it speaks for
 *                        | from anybody else: who the socket shows
 * </pre>
 */
@NullMarked
package dev.headwater.server.net;

import org.jspecify.annotations.NullMarked;
