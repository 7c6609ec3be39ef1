package dev.telemetry.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import ch.qos.logback.classic.LoggerContext;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

/**
 * How the cost of a request grows with what there is: routes, spans below the request,
 * and log lines; with the option {@code -t}, threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScaleBenchmark {

	private static final Logger logger = LoggerFactory.getLogger(ScaleBenchmark.class);

	/** How many routes the requests are spread over. */
	@Param("1")
	public int routes;

	/** How many spans there are below each request, one after the other. */
	@Param("0")
	public int children;

	/** How many lines each request logs, which are exported as well. */
	@Param("0")
	public int lines;

	private String[] patterns = {};

	private @Nullable ConfigurableApplicationContext application;

	private @Nullable Filter filter;

	private @Nullable Tracer tracer;

	private @Nullable AutoCloseable capture;

	/**
	 * Starts an application as users have it and takes its filter.
	 */
	@Setup
	public void start() {
		ServerVariant variant = ServerVariant.TELEMETRY_2_PERCENT;
		ConfigurableApplicationContext application = new SpringApplicationBuilder(BenchmarkApplication.class)
			.properties("logging.threshold.console=off", "logging.level." + ScaleBenchmark.class.getName() + "=info")
			.run(variant.arguments());
		this.application = application;
		this.filter = variant.filter(application);
		this.tracer = application.getBean(OpenTelemetry.class).getTracer("scale");
		if (this.lines > 0) {
			this.capture = LogVariant.TELEMETRY.attach((LoggerContext) LoggerFactory.getILoggerFactory());
		}
		this.patterns = IntStream.range(0, this.routes).mapToObj((i) -> "/items/" + i + "/{id}").toArray(String[]::new);
	}

	/**
	 * Stops the application.
	 * @throws Exception never
	 */
	@TearDown
	public void stop() throws Exception {
		if (this.capture != null) {
			this.capture.close();
		}
		if (this.application != null) {
			this.application.close();
		}
	}

	/**
	 * Serves a request.
	 * @param number counts the requests of the thread
	 * @return the response
	 * @throws ServletException never
	 * @throws IOException never
	 */
	@Benchmark
	public MockHttpServletResponse request(RequestNumber number) throws ServletException, IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/items/17");
		MockHttpServletResponse response = new MockHttpServletResponse();
		String pattern = this.patterns[number.next(this.routes)];
		FilterChain chain = (served, answered) -> handle(served, pattern);
		if (this.filter != null) {
			this.filter.doFilter(request, response, chain);
		}
		return response;
	}

	private void handle(ServletRequest request, String pattern) {
		request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);
		for (int i = 0; i < this.children && this.tracer != null; i++) {
			this.tracer.spanBuilder("child").startSpan().end();
		}
		for (int i = 0; i < this.lines; i++) {
			logger.info("Item {} has been served", pattern);
		}
	}

	/**
	 * Counts the requests of a thread.
	 */
	@State(Scope.Thread)
	public static class RequestNumber {

		private int next;

		int next(int routes) {
			this.next = (this.next + 1) % routes;
			return this.next;
		}

	}

}
