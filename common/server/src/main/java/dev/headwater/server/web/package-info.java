/**
 * The files of web pages, as every HTTP port of the node serves them.
 *
 * <pre>
 *   class path --&gt; PageFile --&gt; the page of the API, the dashboard
 *   a WebJar's --&gt; WebJar -^
 * </pre>
 */
@NullMarked
package dev.headwater.server.web;

import org.jspecify.annotations.NullMarked;
