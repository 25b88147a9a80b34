/**
 * Scenarios: several groups of clients in one run, as a YAML file tells.
 *
 * <pre>
 *   FILE.yaml --&gt; Entry (a value and its place) --&gt; GroupReader, ScenarioReader --&gt; Scenario: a Plan, ready to run
 *                     what is wrong: ScenarioException, one line: file, line, column, what and why
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.scenario;

import org.jspecify.annotations.NullMarked;
