/** The commands that make keys and signatures. They read and print, and ask no node. */
@NullMarked
package dev.headwater.server.auth.command;

import org.jspecify.annotations.NullMarked;
