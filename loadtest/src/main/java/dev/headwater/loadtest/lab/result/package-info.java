/**
 * What came of the faults: figures against what they must be, for people and for machines.
 *
 * <pre>
 *   Figure with its Bound --&gt; Round --&gt; FaultResult --+--&gt; LabTable
 *                                                     +--&gt; LabJson
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.lab.result;

import org.jspecify.annotations.NullMarked;
