/**
 * Counts of exported and lost records, states of exporters, failures and threads of this
 * project's own code, and scopes that were left open. Depends on no other package of the
 * project.
 */
@NullMarked
package dev.telemetry.health;

import org.jspecify.annotations.NullMarked;
