/**
 * The command {@code headwater load}: options to a {@link dev.headwater.loadtest.run.Plan}, a line each second, a table at
 * the end.
 *
 * <pre>
 *   LoadCommand -+- play     PlayCommand    -+
 *                +- publish  PublishCommand -+-> Plan -> LoadSession -> Progress, SummaryTable, exit status
 *                +- churn    ChurnCommand   -+                  |
 *                +- mixed    MixedCommand   -+                  +--> ReportOptions: bounds, JSON, HTML
 * </pre>
 */
@NullMarked
package dev.headwater.loadtest.command;

import org.jspecify.annotations.NullMarked;
