/**
 * Who may take a file descriptor: ports that clients reach leave the last ones to the rest of the process.
 *
 * <pre>
 *   accept --&gt; DescriptorBudget.take?     the count of before, less what was taken since
 *                     \-- DescriptorCount  the kernel's, asked on a worker
 * </pre>
 */
@NullMarked
package dev.headwater.server.descriptors;

import org.jspecify.annotations.NullMarked;
