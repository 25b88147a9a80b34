/**
 * Members of a cluster, most of them processes of their own, that are cut off from each other, frozen and killed. It knows
 * Hazelcast, which only the modules bring that have members.
 *
 * <pre>
 *   Lab --Seat--&gt; LabMember --&gt; ChildJvm --lines--&gt; ChildSide      in the member's process
 *    \--&gt; Wires                                      \--&gt; MemberSight
 * </pre>
 */
@NullMarked
package dev.headwater.testkit.lab;

import org.jspecify.annotations.NullMarked;
