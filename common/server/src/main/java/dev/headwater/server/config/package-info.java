/**
 * What an operator may turn, as typed and checked values.
 *
 * <pre>
 *   built-in defaults &lt; YAML file &lt; environment &lt; --set     ConfigLoader: each layer's keys are checked as it is added
 *                          |
 *                       SmallRye Config                       checks values against ConfigKeys, then maps
 *                          |
 *                       NodeConfig                            plain read-only interfaces; nobody else sees SmallRye
 * </pre>
 *
 * A key is a method of a {@code *Config} interface: its default, its bounds and its text for docs/configuration.md stand
 * beside it as annotations and nowhere else.
 */
@NullMarked
package dev.headwater.server.config;

import org.jspecify.annotations.NullMarked;
