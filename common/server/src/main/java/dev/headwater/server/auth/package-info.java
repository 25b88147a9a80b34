/** Who may publish. Decided once, at the node that the client touches, before the role's own gate is asked. */
@NullMarked
package dev.headwater.server.auth;

import org.jspecify.annotations.NullMarked;
