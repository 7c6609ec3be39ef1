package dev.telemetry.benchmarks;

import java.io.IOException;
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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A request that is served without a network: by a filter alone, and by a filter and the
 * whole of Spring MVC. What the servlet mocks and Spring cost is measured by
 * {@code BARE}; the price of a variant is the difference to it, and with {@code -prof gc}
 * {@code gc.alloc.rate.norm} is in bytes a request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ServerFilterBenchmark {

	private static final FilterChain MATCHED = (request, response) -> request
		.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/items/{id}");

	/** What is measured. */
	@Param
	public ServerVariant variant = ServerVariant.BARE;

	private @Nullable ConfigurableApplicationContext application;

	private @Nullable Filter filter;

	private FilterChain springMvc = MATCHED;

	/** The last request. A compiler leaves out parts of what nothing holds on to. */
	public @Nullable MockHttpServletRequest request;

	/**
	 * Starts an application as users have it and takes its filter and its servlet.
	 */
	@Setup
	public void start() {
		ConfigurableApplicationContext application = new SpringApplicationBuilder(BenchmarkApplication.class)
			.run(this.variant.arguments());
		this.application = application;
		this.filter = this.variant.filter(application);
		this.springMvc = application.getBean(DispatcherServlet.class)::service;
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
	 * Serves a request by the filter alone.
	 * @return the response
	 * @throws ServletException never
	 * @throws IOException never
	 */
	@Benchmark
	public MockHttpServletResponse filter() throws ServletException, IOException {
		return serve(MATCHED);
	}

	/**
	 * Serves a request by the filter and Spring MVC.
	 * @return the response
	 * @throws ServletException never
	 * @throws IOException never
	 */
	@Benchmark
	public MockHttpServletResponse dispatch() throws ServletException, IOException {
		return serve(this.springMvc);
	}

	private MockHttpServletResponse serve(FilterChain chain) throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/items/17");
		this.request = request;
		MockHttpServletResponse response = new MockHttpServletResponse();
		Filter filter = this.filter;
		if (filter == null) {
			chain.doFilter(request, response);
		}
		else {
			filter.doFilter(request, response, chain);
		}
		return response;
	}

}
