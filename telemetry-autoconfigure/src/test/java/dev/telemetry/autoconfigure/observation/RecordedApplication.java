package dev.telemetry.autoconfigure.observation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import io.opentelemetry.api.trace.Span;
import org.slf4j.MDC;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.telemetry.autoconfigure.EnableTelemetry;
import dev.telemetry.record.Recording;
import dev.telemetry.record.TelemetryRecorder;
import dev.telemetry.record.TimedExternalCall;
import dev.telemetry.record.TimedJob;
import dev.telemetry.test.RecordedSpans;

/**
 * An application that records work in each way there is.
 */
@Configuration(proxyBeanMethods = false)
@EnableTelemetry(with = "reactor")
@Import({ RecordedApplication.Annotated.class, RecordedApplication.Recorded.class })
class RecordedApplication {

	@Bean
	RecordedSpans recordedSpans() {
		return new RecordedSpans();
	}

	/**
	 * What a thread knows of the trace.
	 */
	static Map<String, String> known() {
		Map<String, String> known = new TreeMap<>();
		known.put("span", Span.current().getSpanContext().getSpanId());
		known.put("logged", String.valueOf(MDC.get("span_id")));
		return known;
	}

	/**
	 * Ways to record work.
	 */
	enum Way {

		JOB("job.run"), CALL("external.api.call"), OPEN_JOB("job.run"), ENTERED_JOB("job.run"), TIMED_JOB("job.run"),
		TIMED_CALL("external.api.call");

		private final String span;

		Way(String span) {
			this.span = span;
		}

		String span() {
			return this.span;
		}

	}

	static class Recorded {

		private final TelemetryRecorder recorder;

		private final Annotated annotated;

		Recorded(TelemetryRecorder recorder, Annotated annotated) {
			this.recorder = recorder;
			this.annotated = annotated;
		}

		<T> T within(Way way, Callable<T> work) throws Exception {
			return switch (way) {
				case JOB -> this.recorder.job("queue", "type").call((job) -> work.call());
				case CALL -> this.recorder.externalCall("partner", "price").call((call) -> work.call());
				case OPEN_JOB -> withinOpened(work);
				case ENTERED_JOB -> withinEntered(work);
				case TIMED_JOB -> this.annotated.job(work);
				case TIMED_CALL -> this.annotated.call(work);
			};
		}

		private <T> T withinOpened(Callable<T> work) throws Exception {
			try (Recording job = this.recorder.job("queue", "type").open()) {
				T result = work.call();
				job.succeed();
				return result;
			}
		}

		private <T> T withinEntered(Callable<T> work) throws Exception {
			try (Recording job = this.recorder.job("queue", "type").start()) {
				try (var ignored = job.enter()) {
					return work.call();
				}
				finally {
					job.succeed();
				}
			}
		}

	}

	static class Annotated {

		@TimedJob(queue = "queue", type = "type")
		<T> T job(Callable<T> work) throws Exception {
			return work.call();
		}

		@TimedExternalCall(service = "partner", operation = "price")
		<T> T call(Callable<T> work) throws Exception {
			return work.call();
		}

	}

}
