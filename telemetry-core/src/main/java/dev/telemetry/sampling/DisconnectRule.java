package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps what ended in an error of the client, where that is asked for.
 */
final class DisconnectRule implements KeepRule {

	@Override
	public String reason() {
		return KeepReasons.DISCONNECT;
	}

	@Override
	public boolean keeps(EndedRoot root) {
		return root.settings().keepDisconnects() && root.outcome().disconnected();
	}

}
