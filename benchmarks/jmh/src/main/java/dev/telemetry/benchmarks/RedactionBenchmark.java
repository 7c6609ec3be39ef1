package dev.telemetry.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.Attributes;
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

	private final Redaction redaction = new Redaction(new RedactionSettings(RedactionSettings.defaults().kinds(),
			List.of(), List.of(), RedactionSettings.defaults().replacement(), 1 << 20, true), List.of());

	private final Attributes request = RequestTexts.attributes().build();

	private final Attributes failure = RequestTexts.attributes()
		.put("exception.stacktrace", RequestTexts.stackTrace())
		.build();

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
