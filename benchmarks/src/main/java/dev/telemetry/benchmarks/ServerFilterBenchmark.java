package dev.telemetry.benchmarks;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The server filter alone, over the servlet mocks. What the mocks cost is measured by
 * {@code bare}; the price of a variant is the difference to it, and with {@code -prof gc}
 * {@code gc.alloc.rate.norm} is in bytes a request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ServerFilterBenchmark {

	private static final FilterChain CHAIN = (request, response) -> request
		.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/items/{id}");

	/** What is measured. */
	@Param
	public Variant variant = Variant.BARE;

	private @Nullable ConfigurableApplicationContext application;

	private @Nullable Filter filter;

	/**
	 * Starts an application as users have it and takes its filter.
	 */
	@Setup
	public void start() {
		if (this.variant != Variant.BARE) {
			this.application = new SpringApplicationBuilder(BenchmarkApplication.class).run(this.variant.arguments());
			this.filter = this.application.getBean(this.variant.filterName(), FilterRegistrationBean.class).getFilter();
		}
	}

	/**
	 * Stops the application.
	 */
	@TearDown
	public void stop() {
		if (this.application != null) {
			this.application.close();
		}
	}

	/**
	 * Serves one request.
	 * @return the response
	 * @throws ServletException never
	 * @throws IOException never
	 */
	@Benchmark
	public MockHttpServletResponse request() throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/items/17");
		MockHttpServletResponse response = new MockHttpServletResponse();
		if (this.variant == Variant.BARE) {
			CHAIN.doFilter(request, response);
		}
		else {
			Objects.requireNonNull(this.filter).doFilter(request, response, CHAIN);
		}
		return response;
	}

	/**
	 * A way to observe requests.
	 */
	public enum Variant {

		/** Nothing but the mocks. */
		BARE("", ""),

		/** This product with its default ratio. */
		TELEMETRY_2_PERCENT("dev.telemetry.filter", "--telemetry.enabled=true --telemetry.otel.exporter=none"),

		/** This product with every trace sampled. */
		TELEMETRY_100_PERCENT("dev.telemetry.filter",
				"--telemetry.enabled=true --telemetry.otel.exporter=none --telemetry.sampling.ratio=1.0"),

		/** Spring Boot's own server observation with metrics and tracing at 2 %. */
		SPRING_BOOT_2_PERCENT("webMvcObservationFilter",
				"--management.tracing.sampling.probability=0.02 --management.endpoints.web.exposure.include=prometheus"),

		/** Spring Boot's own server observation with metrics and tracing at 100 %. */
		SPRING_BOOT_100_PERCENT("webMvcObservationFilter",
				"--management.tracing.sampling.probability=1.0 --management.endpoints.web.exposure.include=prometheus");

		private static final String COMMON = "--server.port=0 --spring.main.banner-mode=off --logging.level.root=warn";

		private final String filterName;

		private final String properties;

		Variant(String filterName, String properties) {
			this.filterName = filterName;
			this.properties = properties;
		}

		String filterName() {
			return this.filterName;
		}

		String[] arguments() {
			return (COMMON + " " + this.properties).split(" ");
		}

	}

}
