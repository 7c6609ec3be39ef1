package dev.telemetry.record;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

import com.sun.management.ThreadMXBean;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import dev.telemetry.decision.RootDecider;
import dev.telemetry.test.NoTelemetryLeaks;

import static dev.telemetry.test.TelemetryAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Odd input, failures of our own, and the twin that does nothing.
 */
@NoTelemetryLeaks
class RecorderToleranceTests {

	private final Recorders recorders = new Recorders();

	private final TelemetryRecorder recorder = this.recorders.isolating();

	@Test
	@SuppressWarnings("NullAway")
	void namesThatAreMissingAreUnknown() {
		this.recorder.job(null, " ").run((job) -> job.attribute(null, 1).event(null).measure("", 1));
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("queue.name", "unknown")
			.hasAttribute("job.type", "unknown");
		assertThat(this.recorders.failures.count()).isEqualTo(5);
	}

	@Test
	void anExceptionThatCannotSayWhatItIsDoesNoHarm() {
		this.recorder.job("q", "t").run((job) -> job.exception(new IllegalStateException() {

			@Override
			public String getMessage() {
				throw new IllegalStateException("lazy");
			}

		}));
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("job.success", true);
		assertThat(this.recorders.failures.count()).isEqualTo(1);
	}

	@Test
	void aJobThatFailsByAnExceptionThatCannotSayWhatItIsHasAllElse() {
		Unreadable unreadable = new Unreadable();
		assertThatExceptionOfType(Unreadable.class)
			.isThrownBy(() -> this.recorder.job("q", "t").run((job) -> fail(job.measure("rows", 3), unreadable)));
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("job.success", false)
			.hasAttribute("rows.count", 1)
			.hasException(Unreadable.class);
	}

	private static void fail(Recording job, RuntimeException exception) {
		job.attribute("failed", true);
		throw exception;
	}

	@Test
	void aLongNameIsCut() {
		this.recorder.job("q".repeat(10_000), "t").start().succeed();
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("queue.name", "q".repeat(200));
	}

	@Test
	void whatIsNoNumberIsNotMeasured() {
		this.recorder.job("q", "t")
			.run((job) -> job.measure("m", Double.NaN).measure("m", Double.POSITIVE_INFINITY).measure("m", 1));
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("m.count", 1);
		assertThat(this.recorders.failures.count()).isEqualTo(2);
	}

	@Test
	void thereIsRoomForSixteenStatistics() {
		this.recorder.job("q", "t").run((job) -> {
			for (int i = 0; i < 40; i++) {
				job.measure("m" + i, i);
			}
		});
		assertThat(this.recorders.spans.single("job.run")).hasAttribute("m15.count", 1).hasNoAttribute("m16.count");
	}

	@Test
	@SuppressWarnings("NullAway")
	void durationsThatCannotBeAreCut() {
		this.recorder.job("q", "t").record(Duration.ofSeconds(-1), true);
		this.recorder.job("q", "t").record(null, true);
		this.recorder.job("q", "t").record(Duration.ofSeconds(Long.MAX_VALUE), true);
		assertThat(this.recorders.spans.named("job.run")).extracting(RecorderToleranceTests::days)
			.containsExactly(0L, 0L, 366L);
		assertThat(this.recorders.failures.count()).isEqualTo(3);
	}

	private static long days(SpanData span) {
		return Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos()).toDays();
	}

	@Test
	@SuppressWarnings("NullAway")
	void attributesThatAreMissingOrBrokenDoNoHarm() {
		Map<String, Object> attributes = new HashMap<>();
		attributes.put("none", null);
		attributes.put(null, "none");
		attributes.put("some", 1);
		this.recorder.span("s").run((span) -> {
			span.event("odd", attributes).event("none", null).event("broken", Map.of("b", new Broken()));
			this.recorder.event("broken", Map.of("b", new Broken()));
			span.exception(null);
		});
		assertThat(this.recorders.spans.single("s").getEvents()).hasSize(2);
		assertThat(this.recorders.failures.count()).isEqualTo(3);
	}

	@Test
	@SuppressWarnings("NullAway")
	void aFailureWithoutACauseIsAFailure() {
		this.recorder.job("q", "t").start().fail((Throwable) null);
		assertThat(this.recorders.spans.single("job.run")).isError().hasAttribute("error.type", "_OTHER");
	}

	@Test
	void misuseThrowsWhereThatIsWanted() {
		TelemetryRecorder recorder = this.recorders.propagating();
		assertThatIllegalArgumentException().isThrownBy(() -> recorder.job("", "t"))
			.withMessage("'queue' must not be null or blank");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> recorder.job("q", "t").record(Duration.ofSeconds(-1), true));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> recorder.job("q", "t").run((job) -> job.measure("m", Double.NaN)))
			.withMessage("'m' must be a finite number, not NaN");
		Recording job = recorder.job("q", "t").start();
		job.succeed();
		assertThatIllegalArgumentException().isThrownBy(job::succeed).withMessage("'q t' has ended before");
		assertThatIllegalArgumentException().isThrownBy(() -> job.attribute("a", 1))
			.withMessageContaining("nothing more can be recorded");
	}

	@Test
	void whatFailsInTheRecorderDoesNotReachTheWork() {
		OperationMeters broken = new BrokenMeters();
		TelemetryRecorder recorder = this.recorders.recorder(RootDecider.BY_SAMPLER, broken, (context) -> {
			throw new NoClassDefFoundError("scopes");
		}, false);
		String result = recorder.job("q", "t").call((job) -> {
			job.describe((span) -> {
				throw new IllegalStateException("description");
			});
			return "done";
		});
		recorder.queueDepth("q", () -> 1);
		assertThat(result).isEqualTo("done");
		assertThat(this.recorders.spans.named("job.run")).hasSize(1);
		assertThat(this.recorders.failures.count()).isEqualTo(6);
	}

	@Test
	void theTwinRunsTheSameCode() {
		TelemetryRecorder off = TelemetryRecorder.noop();
		String result = off.job("q", "t").call((job) -> job.attribute("a", 1).event("e") + "");
		assertThat(result).isNotNull();
		try (Recording open = off.externalCall("s", "o").open()) {
			assertThat(open.traceId()).isNull();
			open.succeed();
		}
		off.job("q", "t").record(Duration.ofSeconds(-1), true);
		off.queueDepth("q", () -> 1);
		assertThat(off.logContext()).isEmpty();
	}

	@Test
	void theTwinAllocatesNothing() {
		TelemetryRecorder off = TelemetryRecorder.noop();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		useTwin(off, 1_000);
		long before = threads.getCurrentThreadAllocatedBytes();
		useTwin(off, 100_000);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
	}

	private static void useTwin(TelemetryRecorder off, int times) {
		for (int i = 0; i < times; i++) {
			off.job("q", "t").run((job) -> job.attribute("a", 1).measure("m", 2).event("e"));
			try (Recording call = off.externalCall("s", "o").open()) {
				call.succeed();
			}
		}
	}

	private static final class Broken {

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

	}

	private static final class BrokenMeters implements OperationMeters {

		@Override
		public OperationMeter job(String queue, String type) {
			return new OperationMeter() {

				@Override
				public void started() {
					throw new IllegalStateException("started");
				}

				@Override
				public void stopped() {
				}

				@Override
				public void skipped(long durationNanos) {
				}

				@Override
				public void ended(long durationNanos, boolean success) {
					throw new NoSuchMethodError("ended");
				}

			};
		}

		@Override
		public OperationMeter externalCall(String service, String operation) {
			throw new IllegalStateException("no meter");
		}

		@Override
		public void queueDepth(String queue, IntSupplier depth) {
			throw new IllegalStateException("no gauge");
		}

	}

	private static final class Unreadable extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new UnsupportedOperationException("no message");
		}

	}

}
