package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Events that the recorder adds to spans.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.events")
public class TelemetryEventsProperties {

	/**
	 * Names of events that are not recorded, such as cache.miss. With * at the end, all
	 * that begin so.
	 */
	private List<String> exclude = new ArrayList<>();

	public List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(List<String> exclude) {
		this.exclude = exclude;
	}

}
