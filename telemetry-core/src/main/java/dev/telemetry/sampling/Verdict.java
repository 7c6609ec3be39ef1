package dev.telemetry.sampling;

import org.jspecify.annotations.Nullable;

/**
 * What was decided about a local root. Immutable.
 *
 * @param reason why it is kept, or {@code null} if it is not
 * @param exported whether it is handed to the exporters: if it is kept, and in a dry run
 * @param certain whether every root like this one is kept, so that it stands for itself
 * only
 * @param dryRun whether it was decided in a dry run
 */
record Verdict(@Nullable String reason, boolean exported, boolean certain, boolean dryRun) {

	static final Verdict NOT_KEPT = new Verdict(null, false, false, false);

	static final Verdict NOT_KEPT_IN_DRY_RUN = new Verdict(null, true, false, true);

}
