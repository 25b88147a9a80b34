/**
 * {@code headwater config}: a node's configuration looked at without a node.
 *
 * <pre>
 *   CheckCommand, ShowCommand --> ConfigSources of server.config
 *   ImportCommand --> BraceFile --> Directive --> NginxImport, SrsImport --> Imported --> YAML
 * </pre>
 */
@NullMarked
package dev.headwater.deploy.configure;

import org.jspecify.annotations.NullMarked;
