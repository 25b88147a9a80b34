/**
 * The faults, and the laboratory that makes them.
 *
 * <pre>
 *   Laboratory.round: cluster up -&gt; encoders, players -&gt; control -&gt; Fault.run(Scene) -&gt; Round
 *                                                                     |
 *                       begin, make it, prove it, settle, figures  ---+
 * </pre>
 *
 * <p>To add a fault, write one class and name it in {@link dev.headwater.loadtest.lab.fault.Faults#ALL}:
 *
 * <ol>
 *   <li>{@code topology}: ask for what it needs with {@code settings.topology().atLeast(origins, edges)}; nodes may have
 *       settings of their own ({@code NodeSpec.with}).
 *   <li>{@code cuts}: true if it uses {@code scene.network().cut(...)}; such a fault is not possible on loopback.
 *   <li>{@code run}: {@code scene.begin()}, then do it to a {@code LabNode} (kill, terminate, freeze, thaw, startAgain) or to
 *       the network; {@code scene.notes().prove(...)} that it happened, by the state of the process or the packets dropped;
 *       {@code scene.settle(stream, patience)}; then figures of {@code scene.window()} against the pass line
 *       ({@code atMostMs}, {@code exactly}, {@code must}, {@code undisturbed}; {@code of(stream.name())} where there are several).
 * </ol>
 *
 * What must come of the fault is never a proof of it: a round without proof is invalid, and who makes it again throws the failure
 * away. A wait that ends in vain is no failure of its own: the figures show it.
 */
@NullMarked
package dev.headwater.loadtest.lab.fault;

import org.jspecify.annotations.NullMarked;
