package dev.telemetry.export;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.telemetry.export.disk.SpoolListener;
import dev.telemetry.health.LossReason;

/**
 * Adds up what a spool says.
 */
public final class SpoolLedger implements SpoolListener {

	private final Map<LossReason, Integer> lost = new EnumMap<>(LossReason.class);

	private final Map<Path, String> leftAlone = new LinkedHashMap<>();

	private int found;

	private int damaged;

	@Override
	public void found(int spans) {
		this.found += spans;
	}

	@Override
	public void lost(LossReason reason, int spans) {
		this.lost.merge(reason, spans, Integer::sum);
	}

	@Override
	public void damaged(Path file) {
		this.damaged++;
	}

	@Override
	public void leftAlone(Path file, String why) {
		this.leftAlone.put(file, why);
	}

	public Map<Path, String> leftAlone() {
		return this.leftAlone;
	}

	public int found() {
		return this.found;
	}

	public int damaged() {
		return this.damaged;
	}

	public int lost(LossReason reason) {
		return Objects.requireNonNullElse(this.lost.get(reason), 0);
	}

}
