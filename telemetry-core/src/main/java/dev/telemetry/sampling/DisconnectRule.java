package dev.telemetry.sampling;

import dev.telemetry.names.KeepReasons;

/**
 * Keeps requests that ended in an error of the client, if the settings ask for that.
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
