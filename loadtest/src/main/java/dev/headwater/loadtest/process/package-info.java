/**
 * Processes that we start on this machine, and that end with us: nodes of the demo and of the fault lab.
 *
 * <pre>
 *   OwnProgram --&gt; ChildProcess   its lines in our log; ParentWatch inside it sees our end
 *   FreePorts chooses where it listens, Readiness asks whether it does
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.process;

import org.jspecify.annotations.NullMarked;
