package dev.telemetry.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The switch and what belongs to the application as a whole.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("telemetry")
public class TelemetryProperties {

	/**
	 * Whether telemetry is on. While it is off, nothing of it is registered. Cannot be
	 * set in a @PropertySource.
	 */
	private boolean enabled;

	/**
	 * What is reported: traces (otel), Prometheus metrics (prom), or both (hybrid).
	 * Cannot be set in a @PropertySource.
	 */
	private TelemetryBackend backend = TelemetryBackend.HYBRID;

	/**
	 * How to treat Spring Boot's own tracing, which the jars of this starter would switch
	 * on, while telemetry makes no traces: leave it out unless the application configures
	 * it (auto), leave it out (true), or do not touch it (false). Cannot be set in
	 * a @PropertySource.
	 */
	private BootTracingManagement manageBootTracing = BootTracingManagement.AUTO;

	/**
	 * How failures of telemetry itself affect the application: not at all (isolate), or
	 * its health goes down and misuse of the recorder throws an exception (propagate).
	 */
	private FailureMode failureMode = FailureMode.ISOLATE;

	/**
	 * Name of the service in traces. Defaults to spring.application.name.
	 */
	private @Nullable String serviceName;

	/**
	 * Name of the deployment environment in traces, such as production.
	 */
	private @Nullable String deploymentEnvironment;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public TelemetryBackend getBackend() {
		return this.backend;
	}

	public void setBackend(TelemetryBackend backend) {
		this.backend = backend;
	}

	public BootTracingManagement getManageBootTracing() {
		return this.manageBootTracing;
	}

	public void setManageBootTracing(BootTracingManagement manageBootTracing) {
		this.manageBootTracing = manageBootTracing;
	}

	public FailureMode getFailureMode() {
		return this.failureMode;
	}

	public void setFailureMode(FailureMode failureMode) {
		this.failureMode = failureMode;
	}

	public @Nullable String getServiceName() {
		return this.serviceName;
	}

	public void setServiceName(@Nullable String serviceName) {
		this.serviceName = serviceName;
	}

	public @Nullable String getDeploymentEnvironment() {
		return this.deploymentEnvironment;
	}

	public void setDeploymentEnvironment(@Nullable String deploymentEnvironment) {
		this.deploymentEnvironment = deploymentEnvironment;
	}

}
