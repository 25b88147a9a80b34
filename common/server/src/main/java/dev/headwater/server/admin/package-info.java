/**
 * The management port: what probes, scrapers and operators ask.
 *
 * <pre>
 *   GET /healthz   HealthChecks.live      200 or 503, each check by name
 *   GET /readyz    HealthChecks.ready     the same
 *   GET /startupz  HealthChecks.started   the same
 *   GET /metrics   Prometheus text
 *   /, /dashboard  Dashboard              a page that asks the API
 *   GET /docs/api/ ApiPage                the contract of the API for people; /api/v1/openapi.yaml for programs
 *   the rest       ApiGuard --> Api       what server.control and server.compat mount
 * </pre>
 *
 * Nothing here knows a role or the cluster: checks and the API are handed in.
 */
@NullMarked
package dev.headwater.server.admin;

import org.jspecify.annotations.NullMarked;
