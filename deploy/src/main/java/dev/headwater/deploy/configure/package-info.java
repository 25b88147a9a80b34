/**
 * {@code headwater config}: a node's configuration looked at without a node.
 *
 * <pre>
 *   CheckCommand, ShowCommand --> ConfigSources of server.config
 * </pre>
 */
@NullMarked
package dev.headwater.deploy.configure;

import org.jspecify.annotations.NullMarked;
