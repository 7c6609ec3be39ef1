package dev.telemetry.autoconfigure.metrics;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.telemetry.autoconfigure.property.PropertyNames;

/**
 * How much telemetry may make.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties(PropertyNames.BUDGET)
public class TelemetryBudgetProperties {

	/**
	 * How many spans may be exported in a minute, by all exporters together. A budget
	 * does not limit anything: a gauge and a warning say if it is exceeded.
	 */
	private @Nullable Integer spansPerMinute;

	/**
	 * How much may be sent to OTLP backends in a minute, compressed if it is.
	 */
	private @Nullable DataSize bytesPerMinute;

	/**
	 * How many series all meters of the application may have.
	 */
	private @Nullable Integer series;

	public @Nullable Integer getSpansPerMinute() {
		return this.spansPerMinute;
	}

	public void setSpansPerMinute(@Nullable Integer spansPerMinute) {
		this.spansPerMinute = spansPerMinute;
	}

	public @Nullable DataSize getBytesPerMinute() {
		return this.bytesPerMinute;
	}

	public void setBytesPerMinute(@Nullable DataSize bytesPerMinute) {
		this.bytesPerMinute = bytesPerMinute;
	}

	public @Nullable Integer getSeries() {
		return this.series;
	}

	public void setSeries(@Nullable Integer series) {
		this.series = series;
	}

}
