/**
 * The command {@code headwater lab}: goes into a machine of its own, makes the faults, prints the figures.
 *
 * <pre>
 *   headwater lab F1 --&gt; PrivateMachine --&gt; headwater lab F1 --&gt; Laboratory --&gt; LabTable, LabJson, exit status
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.lab.command;

import org.jspecify.annotations.NullMarked;
