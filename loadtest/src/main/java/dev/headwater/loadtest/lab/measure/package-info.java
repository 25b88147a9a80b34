/**
 * What players notice. Pure: frames and times in, figures out; no socket and no clock.
 *
 * <pre>
 *   frames -&gt; PlayerRecord -&gt; PlayerHistory --+
 *                 |                 ...         +--&gt; Audience: gap, lost, repeated ... of any Window
 *                 +-- SeenFrames, one for each publication and kind
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.lab.measure;

import org.jspecify.annotations.NullMarked;
