package dev.telemetry.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.util.StringUtils;

import dev.telemetry.record.EventGate;
import dev.telemetry.record.EventNames;

/**
 * The section about events that are not recorded.
 *
 * @param gate decides which events are recorded
 * @param overrides the changes at run time
 */
record EventsSection(EventGate gate, Overrides overrides) implements TelemetrySection {

	private static final String SETTINGS = "events.";

	/**
	 * Returns the names of events that are not recorded, as a setting.
	 */
	static TelemetrySetting exclude(EventGate gate) {
		return new AdjustableSetting<>(SETTINGS + "exclude",
				EventNames.ALLOWED + "; commas between them; empty for none", gate.excluded(), (value) -> {
					EventNames names = EventNames.of(Arrays.asList(StringUtils.commaDelimitedListToStringArray(value)));
					return (before) -> names;
				});
	}

	@Override
	public String name() {
		return "events";
	}

	@Override
	public Object read() {
		Map<String, Long> leftOut = new TreeMap<>();
		for (EventGate.Reason reason : EventGate.Reason.values()) {
			leftOut.put(reason.text(), this.gate.leftOut(reason));
		}
		return new State(new Values(this.gate.excluded().base().names()),
				new Values(this.gate.excluded().current().names()), this.overrides.active(SETTINGS).toList(), leftOut);
	}

	/**
	 * Events.
	 *
	 * @param configured the settings of the configuration
	 * @param inForce the settings in force
	 * @param overrides the changes, with who made them and until when
	 * @param leftOut how many events were not recorded since the start, by reason
	 */
	record State(Values configured, Values inForce, List<ActiveOverride> overrides, Map<String, Long> leftOut) {
	}

	/**
	 * Settings, by the names of their properties.
	 */
	record Values(List<String> exclude) {
	}

}
