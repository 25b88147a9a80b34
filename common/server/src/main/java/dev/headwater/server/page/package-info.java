/**
 * The page that plays a stream in a browser.
 *
 * <pre>
 *   GET /play/{app}/{stream} --&gt; PlayerPage   the same few files for all streams; which one, their script reads in the address
 *
 *   main.js --&gt; ways.js --+--&gt; hls.js --&gt; vendor/hls.mjs       {stream}.m3u8, with parts and without
 *     | again and again   +--&gt; flv.js --&gt; vendor/mpegts.js     {stream}.flv, by WebSocket and by HTTP
 *     +--&gt; watch.js --&gt; figures.js                             frames, stalls, latency
 * </pre>
 */
@NullMarked
package dev.headwater.server.page;

import org.jspecify.annotations.NullMarked;
