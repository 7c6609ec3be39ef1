package dev.telemetry.autoconfigure.client;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.Ordered;

import dev.telemetry.record.OperationSettings.CallSpanName;

/**
 * Calls to other services.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry.client")
public class TelemetryClientProperties {

	/**
	 * Whether calls of RestClient, RestTemplate, WebClient, wrapped HttpClients and
	 * annotated methods are recorded. This does not affect the recorder.
	 */
	private boolean enabled = true;

	/**
	 * Order of calls of annotated methods among other advice, as in Spring: lower is
	 * further outside. By default, they are within caches, retries and transactions.
	 */
	private int order = Ordered.LOWEST_PRECEDENCE;

	/**
	 * Names of services by their host, or by host and port. By default, a service is
	 * named after its host.
	 */
	private Map<String, String> services = new LinkedHashMap<>();

	/**
	 * How spans of calls are named: always external.api.call, or by service and
	 * operation, such as GET partner /prices/{item}.
	 */
	private CallSpanName spanName = CallSpanName.EXTERNAL_API_CALL;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public CallSpanName getSpanName() {
		return this.spanName;
	}

	public void setSpanName(CallSpanName spanName) {
		this.spanName = spanName;
	}

	public int getOrder() {
		return this.order;
	}

	public void setOrder(int order) {
		this.order = order;
	}

	public Map<String, String> getServices() {
		return this.services;
	}

	public void setServices(Map<String, String> services) {
		this.services = services;
	}

}
