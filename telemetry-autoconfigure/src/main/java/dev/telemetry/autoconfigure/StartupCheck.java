package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Looks at start for something that keeps telemetry from doing what it was asked to. Each
 * concern supplies its own as a bean; all that they find is written as one warning. Must
 * not throw.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface StartupCheck {

	/**
	 * Looks for a problem.
	 * @return what is missing and what to do about it, as sentences without a secret, or
	 * {@code null} if all is well
	 */
	@Nullable String problem();

}
