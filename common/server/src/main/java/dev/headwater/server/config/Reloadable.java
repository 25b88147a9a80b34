package dev.headwater.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key, or every key that the interface declares, may change while the node runs: whoever lives by it asks
 * {@link RunningConfig}, or follows it ({@link ConfigFollower}). Any other key keeps its value until a restart.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Reloadable {}
