package dev.telemetry.autoconfigure.job;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Jobs.
 */
@ConfigurationProperties("telemetry.job")
public class TelemetryJobProperties {

	/**
	 * Whether annotated and scheduled methods are recorded as jobs. The recorder itself
	 * is not concerned.
	 */
	private boolean enabled = true;

	/**
	 * Whether scheduled methods are recorded as jobs of the queue named scheduled, in
	 * place of the span that Spring Boot makes for them.
	 */
	private boolean scheduled = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isScheduled() {
		return this.scheduled;
	}

	public void setScheduled(boolean scheduled) {
		this.scheduled = scheduled;
	}

}
