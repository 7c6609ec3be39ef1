package dev.telemetry.export;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.telemetry.export.disk.SpoolListener;
import dev.telemetry.health.LossReason;

/**
 * Accounts for spans that a spool finds or loses, and logs them. To be used only by the
 * exporting thread.
 */
final class SpoolAccount implements SpoolListener {

	private final ExportAccount account;

	private @Nullable SpoolLog log;

	SpoolAccount(ExportAccount account) {
		this.account = account;
	}

	/**
	 * Sets the log, which can only be created after the spool.
	 */
	void saysTo(SpoolLog log) {
		this.log = log;
	}

	@Override
	public void found(int records) {
		this.account.found(records);
		if (this.log != null) {
			this.log.found(records);
		}
	}

	@Override
	public void lost(LossReason reason, int records) {
		this.account.lostInSpool(reason, records);
	}

	@Override
	public void damaged(Path file) {
		if (this.log != null) {
			this.log.damaged(file);
		}
	}

	@Override
	public void leftAlone(Path file, String why) {
		if (this.log != null) {
			this.log.leftAlone(file, why);
		}
	}

}
