/**
 * What single steps on the way of a frame cost, measured by JMH. In the tests alone, apart from the product's class path.
 *
 * <pre>
 *  socket bytes -> {@link ChunkBenchmark} -> frames -> {@link FanOutBenchmark} -> players' channels
 *                  {@link AmfBenchmark}                {@link JoinBenchmark}
 *                                          {@link FlvBenchmark}, {@link MuxBenchmark}
 * </pre>
 *
 * The test command runs each once for a few milliseconds, so that none can rot; docs/performance.md says how to measure. Beside them is
 * {@link TlsBenchmark}, which compares two engines in turns and is run by name alone.
 */
@NullMarked
package dev.headwater.loadtest.bench;

import org.jspecify.annotations.NullMarked;
