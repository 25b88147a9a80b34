/** The distribution as its users get it. These tests run after it is packed: {@code ./mvnw verify}, not {@code test}. */
@NullMarked
package dev.headwater.deploy.packaged;

import org.jspecify.annotations.NullMarked;
