/**
 * What remains of a run: a JSON file for machines and a web page for people.
 *
 * <pre>
 *   Outcome --&gt; JsonReport --+--&gt; FILE.json
 *                            +--&gt; HtmlReport --&gt; FILE.html   the JSON, and a script that shows it
 *               report.html, .css, .js, Chart.js --^
 * </pre>
 *
 * <p>The page carries the JSON, and its script puts every text from outside into the page as text and never as markup.
 */
@NullMarked
package dev.headwater.loadtest.report;

import org.jspecify.annotations.NullMarked;
