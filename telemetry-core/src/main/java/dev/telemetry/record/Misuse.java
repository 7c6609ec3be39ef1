package dev.telemetry.record;

import org.jspecify.annotations.Nullable;

import dev.telemetry.health.InternalFailures;
import dev.telemetry.text.CutText;
import dev.telemetry.text.TextHash;

/**
 * Handles invalid arguments: throws an exception, or counts them and logs a warning.
 */
final class Misuse {

	static final int MAX_NAME_LENGTH = 200;

	static final String UNKNOWN = "unknown";

	private final boolean propagates;

	private final InternalFailures failures;

	Misuse(boolean propagates, InternalFailures failures) {
		this.propagates = propagates;
		this.failures = failures;
	}

	void report(String message) {
		IllegalArgumentException misuse = new IllegalArgumentException(message);
		if (this.propagates) {
			throw misuse;
		}
		this.failures.report("being asked to record something odd", misuse);
	}

	/**
	 * Returns whether a name can be used.
	 */
	boolean accepts(String what, @Nullable String name) {
		if (name != null && !name.isBlank()) {
			return true;
		}
		report("'" + what + "' must not be null or blank");
		return false;
	}

	/**
	 * Returns a usable name: of bounded length, and not blank.
	 */
	String name(String what, @Nullable String name) {
		if (!accepts(what, name) || name == null) {
			return UNKNOWN;
		}
		return CutText.of(name, MAX_NAME_LENGTH);
	}

	/**
	 * Returns a usable id: of bounded length, and different for different long ids.
	 */
	static String id(String id) {
		if (id.length() <= MAX_NAME_LENGTH) {
			return id;
		}
		String hash = TextHash.of(id);
		return CutText.of(id, MAX_NAME_LENGTH - hash.length() - 1) + "~" + hash;
	}

}
