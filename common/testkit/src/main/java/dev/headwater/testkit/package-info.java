/**
 * What the tests of every module share. It knows no other module of Headwater, so that even the lowest of them may be
 * tested with it.
 *
 * <pre>
 *   LeakGate        fails a test class that lost a Netty buffer     (registers itself)
 *   Patience        how long is waited for what must come          (registers itself)
 *   Ffmpeg, Clip    the real programs, and media made once per build
 *   SystemClients   what this machine has besides: its own ffmpeg, rtmpdump, GStreamer
 *   ScriptedPeer    RTMP said by hand, right or wrong               (Message, Amf0)
 *   Payloads        FLV tag bodies with a counter inside
 *   LogCapture      the log lines that an operator would see
 *   PemCertificate  a certificate and its key, in files
 *   lab.Lab         a cluster whose members are cut off, frozen and killed
 *   history         what its nodes were told about who owns what, and the rules of that
 * </pre>
 */
@NullMarked
package dev.headwater.testkit;

import org.jspecify.annotations.NullMarked;
