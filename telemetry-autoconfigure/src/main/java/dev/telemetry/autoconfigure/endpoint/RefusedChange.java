package dev.telemetry.autoconfigure.endpoint;

import java.util.List;

/**
 * Thrown for a change that is not made, with a description of the allowed values.
 */
final class RefusedChange extends Exception {

	private static final long serialVersionUID = 1L;

	private final String error;

	private final List<String> allowed;

	private final boolean names;

	private RefusedChange(String error, List<String> allowed, boolean names) {
		super(error + ". Allowed: " + String.join(", ", allowed));
		this.error = error;
		this.allowed = List.copyOf(allowed);
		this.names = names;
	}

	static RefusedChange noSuchSetting(List<String> names) {
		return new RefusedChange("There is no such setting", names, true);
	}

	static RefusedChange of(String error, String allowed) {
		return new RefusedChange(error, List.of(allowed), false);
	}

	String error() {
		return this.error;
	}

	/**
	 * Returns the allowed values: a part of a sentence, or all names.
	 */
	Object allowed() {
		return (this.names) ? this.allowed : this.allowed.get(0);
	}

}
