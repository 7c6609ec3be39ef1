package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Checks at start for a problem that keeps telemetry from working as configured. Each
 * concern supplies its own checks as beans; all problems are logged as one warning. Must
 * not throw.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StartupCheck {

	/**
	 * Checks for a problem.
	 * @return the problem and what to do about it, as sentences without a secret, or
	 * {@code null} if there is none
	 */
	@Nullable String problem();

}
