package dev.telemetry.autoconfigure.sampling;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which traces are kept.
 */
@ConfigurationProperties("telemetry.sampling")
public class TelemetrySamplingProperties {

	/**
	 * Share of the traces that are kept, from 0.0 to 1.0. Applies to traces that begin
	 * here; a caller's decision is obeyed.
	 */
	private double ratio = 0.02;

	public double getRatio() {
		return this.ratio;
	}

	public void setRatio(double ratio) {
		this.ratio = ratio;
	}

}
