package dev.telemetry.autoconfigure.context;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is passed on to other services.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.propagation")
public class TelemetryPropagationProperties {

	/**
	 * Keys of baggage from callers that is passed on to other services; * for all. The
	 * remote fields of Spring Boot are passed on as well, and so is baggage that the
	 * application sets itself.
	 */
	private List<String> baggage = new ArrayList<>();

	/**
	 * Whether jobs and spans without a parent join the trace from the environment of the
	 * process (TRACEPARENT). Never in an application with a web server.
	 */
	private boolean environment = true;

	public List<String> getBaggage() {
		return this.baggage;
	}

	public void setBaggage(List<String> baggage) {
		this.baggage = baggage;
	}

	public boolean isEnvironment() {
		return this.environment;
	}

	public void setEnvironment(boolean environment) {
		this.environment = environment;
	}

}
