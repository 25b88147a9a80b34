/** The fault lab as an operator runs it: the short set of faults, each made once in a small cluster of real nodes. */
@NullMarked
package dev.headwater.deploy.lab;

import org.jspecify.annotations.NullMarked;
