package dev.telemetry.autoconfigure.client;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Calls to other services.
 */
@ConfigurationProperties("telemetry.client")
public class TelemetryClientProperties {

	/**
	 * Whether calls of RestClient, RestTemplate, wrapped HttpClients and annotated
	 * methods are recorded. The recorder itself is not concerned.
	 */
	private boolean enabled = true;

	/**
	 * Names of services by their host, or by host and port. Without one, a service is
	 * called by its host.
	 */
	private Map<String, String> services = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, String> getServices() {
		return this.services;
	}

	public void setServices(Map<String, String> services) {
		this.services = services;
	}

}
