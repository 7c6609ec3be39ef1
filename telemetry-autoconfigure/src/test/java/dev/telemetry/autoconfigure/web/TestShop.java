package dev.telemetry.autoconfigure.web;

import java.util.concurrent.Callable;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.test.RecordedSpans;

/**
 * An application with a handler for each way in which a simple request can go.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry(with = { "actuate", "health", "jackson", "jetty", "security" })
class TestShop {

	static final Logger logger = LoggerFactory.getLogger(TestShop.class);

	@Bean
	RecordedSpans recordedSpans() {
		return new RecordedSpans();
	}

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests(
					(requests) -> requests.requestMatchers("/secret").authenticated().anyRequest().permitAll())
			.csrf((csrf) -> csrf.disable())
			.httpBasic((basic) -> {
			})
			.build();
	}

	@Bean
	HttpFirewall anyMethod() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setUnsafeAllowAnyHttpMethod(true);
		return firewall;
	}

	@Bean
	ServletRegistrationBean<PlainServlet> plainServlet() {
		return new ServletRegistrationBean<>(new PlainServlet(), "/plain/*");
	}

	@RestController
	static class Orders {

		@GetMapping("/orders/{id}")
		String order(@PathVariable String id) {
			logger.info("order {}", id);
			return id;
		}

		@PostMapping("/orders")
		ResponseEntity<Void> place() {
			return ResponseEntity.status(HttpStatus.CREATED).build();
		}

		@GetMapping("/fails")
		String fails() {
			throw new IllegalStateException("boom");
		}

		@GetMapping("/fails-after-status")
		String failsAfterStatus(HttpServletResponse response) {
			response.setStatus(404);
			throw new IllegalStateException("boom");
		}

		@GetMapping("/reported")
		ResponseEntity<String> reported(HttpServletRequest request) {
			request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, new IllegalArgumentException("reported"));
			return ResponseEntity.status(HttpStatus.CONFLICT).body("reported");
		}

		@GetMapping("/redirect")
		ResponseEntity<Void> redirect() {
			return ResponseEntity.status(HttpStatus.FOUND).header("Location", "/orders/17").build();
		}

		@GetMapping("/unavailable")
		ResponseEntity<Void> unavailable() {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
		}

		@GetMapping("/callable/{id}")
		Callable<String> callable(@PathVariable String id) {
			return () -> {
				logger.info("callable {}", id);
				return id;
			};
		}

		@GetMapping("/secret")
		String secret() {
			return "secret";
		}

	}

}
