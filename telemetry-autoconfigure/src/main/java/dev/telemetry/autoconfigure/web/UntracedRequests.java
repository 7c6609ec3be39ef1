package dev.telemetry.autoconfigure.web;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

import dev.telemetry.autoconfigure.TracingState;
import dev.telemetry.servlet.UntracedRequestFilter;

/**
 * Registers the filter that keeps requests out of the traces, for any server: before
 * Spring Boot's observation and Spring Security.
 */
final class UntracedRequests {

	private UntracedRequests() {
	}

	static FilterRegistrationBean<UntracedRequestFilter> register(UntracedRequestFilter filter, TracingState tracing) {
		FilterRegistrationBean<UntracedRequestFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setName("telemetryUntracedRequestFilter");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		// If telemetry does not trace, the context of a request is left to
		// other libraries.
		registration.setEnabled(tracing.active());
		return registration;
	}

}
