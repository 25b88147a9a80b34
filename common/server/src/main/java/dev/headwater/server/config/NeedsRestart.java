package dev.headwater.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key, or every key that the interface declares, keeps its value until a restart. Any other may change while the node runs: whoever
 * lives by it asks {@link RunningConfig} each time, or follows it ({@link ConfigFollower}).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface NeedsRestart {
    /** Whether it may change all the same while it is set. */
    boolean onlyToSetOrUnset() default false;
}
