package dev.telemetry.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.telemetry.privacy.Redaction;
import dev.telemetry.privacy.RedactionSettings;

/**
 * What an exporting thread pays to look through what is exported: the attributes of a
 * request, a stack trace, and texts that are made to be slow.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class RedactionBenchmark {

	private static final int STACK_TRACE_LENGTH = 4096;

	private final Redaction redaction = new Redaction(new RedactionSettings(RedactionSettings.defaults().kinds(),
			List.of(), List.of(), RedactionSettings.defaults().replacement(), 1 << 20, true), List.of());

	private final Attributes request = request().build();

	private final Attributes failure = request().put("exception.stacktrace", stackTrace()).build();

	private static AttributesBuilder request() {
		return Attributes.builder()
			.put("http.method", "GET")
			.put("http.request.method", "GET")
			.put("http.route", "/items/{id}")
			.put("http.status_code", 200)
			.put("http.response.status_code", 200)
			.put("http.duration_seconds", 0.0042)
			.put("url.path", "/items/4711")
			.put("url.scheme", "https")
			.put("server.address", "shop.example.org")
			.put("server.port", 443)
			.put("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36")
			.put("telemetry.sampling.reason", "ratio")
			.put("telemetry.service.instance", "4bf92f3577b34da6a3ce929d0e0e4736");
	}

	private static String stackTrace() {
		StringBuilder trace = new StringBuilder("java.lang.IllegalStateException: no price for item 4711\n");
		while (trace.length() < STACK_TRACE_LENGTH) {
			trace.append("\tat org.example.shop.OrderController.find(OrderController.java:")
				.append(trace.length())
				.append(")\n");
		}
		return trace.substring(0, STACK_TRACE_LENGTH);
	}

	/**
	 * Looks through 13 attributes.
	 * @return the same attributes
	 */
	@Benchmark
	public Attributes attributes() {
		return this.redaction.apply(this.request);
	}

	/**
	 * Looks through 13 attributes and a stack trace of 4 KB.
	 * @return the same attributes
	 */
	@Benchmark
	public Attributes stackTraceToo() {
		return this.redaction.apply(this.failure);
	}

	/**
	 * Looks through a text that is made to be slow.
	 * @param text the text
	 * @return the text without secrets
	 */
	@Benchmark
	public String hostile(HostileText text) {
		return this.redaction.apply(text.text);
	}

	/**
	 * A text of one pattern over and over.
	 */
	@State(Scope.Benchmark)
	public static class HostileText {

		/**
		 * What is repeated.
		 */
		@Param({ "a:", "a@", "eyJ-" })
		public String pattern = "";

		/**
		 * How long the text is.
		 */
		@Param({ "65536", "131072" })
		public int length;

		private String text = "";

		/**
		 * Makes the text.
		 */
		@Setup
		public void repeat() {
			this.text = this.pattern.repeat(this.length / this.pattern.length());
		}

	}

}
