package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps traces whose local root failed.
 */
final class ErrorRule implements KeepRule {

	@Override
	public String reason() {
		return KeepReasons.ERROR;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		return switch (root.settings().keepErrors()) {
			case NONE -> false;
			case ROOT -> root.failed();
			case ANY -> root.failed() || root.failedBelow();
		};
	}

}
