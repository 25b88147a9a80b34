/**
 * The machine under the lab: namespaces, rules, processes. Everything that knows Linux is here.
 *
 * <pre>
 *   PrivateMachine   the lab runs once more in there; its network is nobody else's
 *     Network -- Place, one for each node -- Cut between them, SlowLink to a client, FarLink to a region
 *   LocalPorts, ProcessFigures   what a node lives on, taken away or made wrong
 *   ProcessState, CpuPressure   what the kernel says of a process and of the machine
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.lab.machine;

import org.jspecify.annotations.NullMarked;
