/**
 * The files that operators are given - units, image, compose file, balancer, alerts, dashboards - held against what the
 * product says of itself: its configuration keys, ports, metrics and JVM flags. Tools that this machine has look at them too.
 */
@NullMarked
package dev.headwater.deploy.install;

import org.jspecify.annotations.NullMarked;
