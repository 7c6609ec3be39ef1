package dev.telemetry.autoconfigure.endpoint;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
class TelemetryEndpointSecurity {

	@Bean
	@Order(1)
	SecurityFilterChain telemetryEndpointChain(HttpSecurity http) throws Exception {
		return http.securityMatcher(EndpointRequest.to("telemetry"))
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(EndpointRequest.to("telemetry").withHttpMethod(HttpMethod.GET))
				.authenticated()
				.anyRequest()
				.hasRole("OPERATOR"))
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.ignoringRequestMatchers(EndpointRequest.to("telemetry")))
			.build();
	}

}
