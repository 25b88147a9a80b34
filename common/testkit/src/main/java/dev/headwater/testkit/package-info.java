/** What the tests of every module share. */
@NullMarked
package dev.headwater.testkit;

import org.jspecify.annotations.NullMarked;
