package dev.telemetry.starter.application;

import java.io.PrintStream;

import io.micrometer.core.annotation.Timed;
import io.micrometer.observation.annotation.Observed;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.telemetry.record.TimedJob;

/**
 * Methods that are observed, and one that is a job as well. Prints each span with that of
 * its parent.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ObservedApplication {

	@Bean
	Methods methods() {
		return new Methods();
	}

	@Bean
	SpanProcessor printer() {
		return new Printer();
	}

	static class Methods {

		@Observed(name = "both")
		@TimedJob(queue = "night", type = "both")
		@Timed("timed.both")
		void both() {
		}

		@Observed(name = "alone")
		void alone() {
		}

	}

	private static final class Printer implements SpanProcessor {

		private final PrintStream out = System.out;

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.out.println("SPAN " + span.getName() + " " + span.getSpanContext().getSpanId() + " "
					+ span.getParentSpanContext().getSpanId());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
