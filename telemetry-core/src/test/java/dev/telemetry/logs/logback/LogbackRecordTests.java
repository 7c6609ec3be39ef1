package dev.telemetry.logs.logback;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import dev.telemetry.Eventually;
import dev.telemetry.context.LogContext;
import dev.telemetry.logs.CapturedLog;
import dev.telemetry.logs.Captures;
import dev.telemetry.logs.LeftOut;
import dev.telemetry.logs.LogAttachment;
import dev.telemetry.logs.MdcKeys;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * What a record says that was logged by Logback.
 */
@NoTelemetryLeaks
class LogbackRecordTests {

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.getDefault());

	private final LoggerContext context = new LoggerContext();

	private final Captures captures = Captures.open();

	private final LogAttachment attachment = new LogAttachment(
			new LogbackPlacement(this.context, this.captures.capture()), this.captures.capture(), true);

	private final Logger logger = this.context.getLogger("shop.Orders");

	@BeforeEach
	void attach() {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
		this.context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
		this.attachment.attach();
	}

	@AfterEach
	void end() {
		this.attachment.close();
		this.context.stop();
	}

	@Test
	void saysWhatWasLoggedWhereAndWhen() {
		long before = System.currentTimeMillis();
		this.logger.warn("Order {} is late by {} h", 7, 2);
		LogRecordData log = this.captures.last();
		assertThat(log.getBodyValue().asString()).isEqualTo("Order 7 is late by 2 h");
		assertThat(log.getSeverity()).isEqualTo(Severity.WARN);
		assertThat(log.getSeverityText()).isEqualTo("WARN");
		assertThat(log.getInstrumentationScopeInfo().getName()).isEqualTo("shop.Orders");
		assertThat(log.getTimestampEpochNanos() / 1_000_000).isBetween(before, System.currentTimeMillis());
		assertThat(log.getObservedTimestampEpochNanos()).isEqualTo(log.getTimestampEpochNanos());
		assertThat(text(log, "thread.name")).isEqualTo(Thread.currentThread().getName());
		assertThat(log.getSpanContext().isValid()).isFalse();
		assertThat(log.getEventName()).isNull();
	}

	@Test
	void hasASeverityForEachLevel() {
		this.logger.trace("t");
		this.logger.debug("d");
		this.logger.info("i");
		this.logger.error("e");
		assertThat(this.captures.logs()).extracting(CapturedLog::severity)
			.containsExactly(Severity.TRACE, Severity.DEBUG, Severity.INFO, Severity.ERROR);
	}

	@Test
	void belongsToTheCurrentSpan() {
		try (Scope ignored = Span.wrap(SPAN).makeCurrent()) {
			this.logger.info("within");
		}
		assertThat(this.captures.last().getSpanContext()).isEqualTo(SPAN);
	}

	@Test
	void belongsToTheSpanThatTheLoggingContextNames() {
		this.context.getMDCAdapter().put("traceId", SPAN.getTraceId());
		this.context.getMDCAdapter().put("spanId", SPAN.getSpanId());
		this.logger.info("elsewhere");
		LogRecordData log = this.captures.last();
		assertThat(log.getSpanContext().getTraceId()).isEqualTo(SPAN.getTraceId());
		assertThat(log.getSpanContext().getSpanId()).isEqualTo(SPAN.getSpanId());
		assertThat(log.getAttributes().asMap()).containsOnlyKeys(AttributeKey.stringKey("thread.name"));
	}

	@Test
	void carriesTheLoggingContextAsItWas() {
		this.context.getMDCAdapter().put("user", "ann");
		this.context.getMDCAdapter().put("cart", "17");
		this.logger.info("one");
		this.context.getMDCAdapter().put("user", "bob");
		LogRecordData log = this.captures.last();
		assertThat(text(log, "user")).isEqualTo("ann");
		assertThat(text(log, "cart")).isEqualTo("17");
		assertThat(this.captures.conversion(new MdcKeys(List.of("*"), List.of("user")))
			.convert(this.captures.logs().get(0))).isSameAs(log);
		this.logger.info("two");
		CapturedLog two = this.captures.logs().get(1);
		assertThat(
				this.captures.conversion(new MdcKeys(List.of("cart"), List.of())).convert(two).getAttributes().asMap())
			.contains(entry(AttributeKey.stringKey("cart"), "17"))
			.doesNotContainKey(AttributeKey.stringKey("user"));
	}

	@Test
	void carriesKeyValuePairsWithTheirTypes() {
		this.logger.atInfo()
			.addKeyValue("text", "t")
			.addKeyValue("whole", 7)
			.addKeyValue("real", 0.5)
			.addKeyValue("truth", true)
			.addKeyValue("list", List.of("a", 1))
			.addKeyValue("numbers", new int[] { 3, 4 })
			.addKeyValue("truths", new boolean[] { true })
			.addKeyValue("password", "secret".toCharArray())
			.addKeyValue("nothing", (Object) null)
			.addKeyValue("otel.event.name", "order.placed")
			.log("placed");
		LogRecordData log = this.captures.last();
		Attributes attributes = log.getAttributes();
		assertThat(attributes.get(AttributeKey.stringKey("text"))).isEqualTo("t");
		assertThat(attributes.get(AttributeKey.longKey("whole"))).isEqualTo(7);
		assertThat(attributes.get(AttributeKey.doubleKey("real"))).isEqualTo(0.5);
		assertThat(attributes.get(AttributeKey.booleanKey("truth"))).isTrue();
		assertThat(attributes.get(AttributeKey.stringArrayKey("list"))).containsExactly("a", "1");
		assertThat(attributes.get(AttributeKey.stringArrayKey("numbers"))).containsExactly("3", "4");
		assertThat(attributes.get(AttributeKey.stringArrayKey("truths"))).containsExactly("true");
		assertThat(text(log, "password")).doesNotContain("s", "t");
		assertThat(attributes.get(AttributeKey.stringKey("nothing"))).isEqualTo("null");
		assertThat(log.getEventName()).isEqualTo("order.placed");
		assertThat(attributes.get(AttributeKey.stringKey("otel.event.name"))).isNull();
	}

	@Test
	void carriesNoMorePairsAndNoLongerListsThanItCanExport() {
		LoggingEventBuilder event = this.logger.atInfo();
		for (int i = 0; i < 1_000; i++) {
			event = event.addKeyValue("key" + i, i);
		}
		event.log("many");
		assertThat(this.captures.logs().get(0).footprint()).isLessThan(32 * 1024);
		this.logger.atInfo().addKeyValue("list", Collections.nCopies(100, "x".repeat(10_000))).log("long");
		assertThat(this.captures.logs().get(1).footprint()).isBetween(2 * 65_536L, 3 * 65_536L);
	}

	@Test
	void saysHowManyAttributesItHadNoRoomForAndNoMore() {
		this.context.getMDCAdapter().put("order", "of the context");
		this.logger.atInfo().addKeyValue("list", List.of("a", "b")).addKeyValue("order", 7).log("few");
		LogRecordData few = this.captures.last();
		assertThat(few.getTotalAttributeCount()).isEqualTo(few.getAttributes().size());
		LoggingEventBuilder event = this.logger.atInfo();
		for (int i = 0; i < 128; i++) {
			event = event.addKeyValue("key" + i, i);
		}
		event.log("many");
		LogRecordData many = this.captures.last((context, log) -> log.setAttribute(AttributeKey.stringKey("a"), "b"));
		assertThat(many.getTotalAttributeCount() - many.getAttributes().size()).isEqualTo(2);
	}

	@Test
	void whatItTakesCountsMarkersContextAndThread() {
		this.logger.info("x");
		try (LogContext.Scope ignored = LogContext.with(Map.of("tenant", "t".repeat(1_000)))) {
			this.logger.info(MarkerFactory.getMarker("m".repeat(1_000)), "x");
		}
		assertThat(this.captures.logs().get(1).footprint() - this.captures.logs().get(0).footprint())
			.isGreaterThan(4_000);
	}

	@Test
	void whatItTakesCountsTheMessagesOfAnExceptionAndItsCauses() {
		String text = "x".repeat(1_000_000);
		this.logger.error("It failed", new IllegalStateException(text, new IllegalArgumentException(text)));
		// They are cut.
		assertThat(this.captures.logs().get(0).footprint()).isBetween(4 * 4_096L, 32 * 1024L);
		this.logger.error("It failed", new IllegalStateException("short"));
		assertThat(this.captures.logs().get(1).footprint()).isLessThan(16 * 1024);
	}

	@Test
	void whatAnExceptionRefersToDoesNotWaitWithTheRecord() {
		WeakReference<byte[]> answer = logFull();
		Eventually.until(() -> "the answer is still held", () -> {
			System.gc();
			return answer.get() == null;
		});
		assertThat(this.captures.logs()).hasSize(1);
		assertThat(text(this.captures.last(), "exception.stacktrace"))
			.startsWith(Full.class.getName() + ": no room\n\tat " + getClass().getName());
	}

	private WeakReference<byte[]> logFull() {
		Full failure = new Full("no room");
		this.logger.error("It failed", failure);
		return new WeakReference<>(failure.answer);
	}

	@Test
	void whatItTakesIsTheSameWheneverItIsAskedFor() {
		AtomicInteger length = new AtomicInteger(1_000);
		IllegalStateException growing = new IllegalStateException() {

			private static final long serialVersionUID = 1L;

			@Override
			public String getMessage() {
				return "x".repeat(length.addAndGet(1_000));
			}

		};
		this.captures.capture()
			.capture("shop", Severity.ERROR, "ERROR", growing, (exception, log) -> log.setException(exception));
		CapturedLog log = this.captures.logs().get(0);
		assertThat(log.footprint()).isEqualTo(log.footprint()).isGreaterThan(4_000);
		this.captures.capture()
			.capture("shop", Severity.ERROR, "ERROR", new Unreadable(),
					(exception, event) -> event.setException(exception));
		assertThat(this.captures.logs().get(1).footprint()).isBetween(4_000L, 16 * 1024L);
	}

	@Test
	void carriesMarkers() {
		this.logger.info(MarkerFactory.getDetachedMarker("AUDIT"), "marked");
		assertThat(this.captures.last().getAttributes().get(AttributeKey.stringArrayKey("logback.marker")))
			.containsExactly("AUDIT");
	}

	@Test
	void carriesAnExceptionWithItsCausesAndThoseSuppressed() {
		IllegalStateException failure = new IllegalStateException("outer", new IllegalArgumentException("inner"));
		failure.addSuppressed(new UnsupportedOperationException("beside", new ArithmeticException("within")));
		this.logger.error("It failed", failure);
		LogRecordData log = this.captures.last();
		assertThat(text(log, "exception.type")).isEqualTo("java.lang.IllegalStateException");
		assertThat(text(log, "exception.message")).isEqualTo("outer");
		assertThat(text(log, "exception.stacktrace")).startsWith("java.lang.IllegalStateException: outer\n\tat ")
			.contains("Caused by: java.lang.IllegalArgumentException: inner")
			.contains("\tSuppressed: java.lang.UnsupportedOperationException: beside\n",
					"\tCaused by: java.lang.ArithmeticException: within\n");
	}

	@Test
	void carriesAnExceptionOfAnotherProcess() {
		LoggingEvent sent = new LoggingEvent("x", this.logger, Level.ERROR, "It failed",
				new IllegalStateException("outer", new IllegalArgumentException("inner")), null);
		this.logger.callAppenders(LoggingEventVO.build(sent));
		LogRecordData log = this.captures.last();
		assertThat(text(log, "exception.type")).isEqualTo("java.lang.IllegalStateException");
		assertThat(text(log, "exception.message")).isEqualTo("outer");
		assertThat(text(log, "exception.stacktrace")).startsWith("java.lang.IllegalStateException: outer")
			.contains("\tat " + getClass().getName(), "Caused by: java.lang.IllegalArgumentException: inner");
	}

	@Test
	void namesTheTypeOfAnAnonymousException() {
		this.logger.error("It failed", new RuntimeException("x") {
		});
		assertThat(text(this.captures.last(), "exception.type")).startsWith(getClass().getName() + "$");
	}

	@Test
	void survivesAnExceptionThatCannotBeAsked() {
		Hostile failure = new Hostile();
		this.logger.error("It failed", failure);
		failure.hostile = true;
		assertThat(text(this.captures.last(), "exception.type")).isEqualTo(Hostile.class.getName());
	}

	@Test
	void carriesWhatOnlyTelemetrySees() {
		try (LogContext.Scope ignored = LogContext.with(Map.of("workflow", "w-1", "attempt", 2))) {
			this.logger.info("within");
			assertThat(this.context.getMDCAdapter().getCopyOfContextMap()).isNullOrEmpty();
		}
		LogRecordData log = this.captures.last();
		assertThat(text(log, "workflow")).isEqualTo("w-1");
		assertThat(log.getAttributes().get(AttributeKey.longKey("attempt"))).isEqualTo(2);
		this.logger.info("after");
		assertThat(text(this.captures.last(), "workflow")).isNull();
	}

	@Test
	void cutsWhatIsTooLong() {
		this.logger.info("{}", "x".repeat(5_000));
		assertThat(this.captures.last().getBodyValue().asString()).hasSize(1_000);
	}

	@Test
	void processorsOfTheApplicationAddToIt() {
		this.logger.info("one");
		LogRecordProcessor failing = (context, log) -> {
			throw new IllegalStateException("A processor that fails");
		};
		LogRecordProcessor adding = (context, log) -> log.setAttribute(AttributeKey.stringKey("added"),
				log.getSeverityText());
		LogRecordData log = this.captures.last(failing, adding);
		assertThat(text(log, "added")).isEqualTo("INFO");
		assertThat(this.captures.failures()).hasSize(1);
	}

	@Test
	void aProcessorThatLogsIsNotHeard() {
		this.logger.info("one");
		this.captures.last((context, log) -> this.logger.info("about " + log.getBodyValue().asString()));
		assertThat(this.captures.bodies()).containsExactly("one");
		assertThat(this.captures.capture().leftOut(LeftOut.RECURSION)).isEqualTo(1);
	}

	@Test
	void anArgumentThatLogsIsHeard() {
		this.logger.info("{}", new Object() {
			@Override
			public String toString() {
				LogbackRecordTests.this.logger.info("inner");
				return "outer";
			}
		});
		assertThat(this.captures.bodies()).containsExactly("inner", "outer");
	}

	@Test
	void anArgumentThatLogsItselfDoesNotOverflowTheStack() {
		this.logger.info("{}", new Object() {
			@Override
			public String toString() {
				LogbackRecordTests.this.logger.info("{}", this);
				return "again";
			}
		});
		assertThat(this.captures.bodies()).hasSizeLessThan(10);
		assertThat(this.captures.capture().leftOut(LeftOut.RECURSION)).isPositive();
	}

	@Test
	void anArgumentThatFailsDoesNotReachTheLogCall() {
		this.logger.atInfo().addKeyValue("key", new Object() {
			@Override
			public String toString() {
				throw new StackOverflowError();
			}
		}).log("one");
		assertThat(this.captures.bodies()).containsExactly("one");
	}

	@Test
	void whatExportingLogsIsNeverCaptured() {
		this.context.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter").error("a");
		this.context.getLogger("io.opentelemetry.sdk.trace.SdkSpan").info("b");
		this.context.getLogger("okhttp3.OkHttpClient").info("c");
		this.context.getLogger("okhttp3.OkHttpClient").warn("d");
		this.context.getLogger("okhttp3000").info("e");
		assertThat(this.captures.bodies()).containsExactly("d", "e");
	}

	@Test
	void onlyChosenLoggersAndLevelsAreCaptured() {
		Captures chosen = Captures.open(Map.of("root", 13, "shop", 9, "shop.deep", Integer.MAX_VALUE));
		this.attachment.close();
		try (LogAttachment other = new LogAttachment(new LogbackPlacement(this.context, chosen.capture()),
				chosen.capture(), true)) {
			other.attach();
			this.logger.info("a");
			this.logger.debug("b");
			this.context.getLogger("org.other").info("c");
			this.context.getLogger("org.other").warn("d");
			this.context.getLogger("shop.deep.Down").error("e");
		}
		assertThat(chosen.bodies()).containsExactly("a", "d");
	}

	@Test
	void whatIsLoggedEarlyWaits() {
		Captures early = Captures.early(2);
		this.attachment.close();
		try (LogAttachment other = new LogAttachment(new LogbackPlacement(this.context, early.capture()),
				early.capture(), true)) {
			other.attach();
			this.logger.info("a");
			this.logger.info("b");
			this.logger.info("c");
			early.open(early.logs()::add);
			this.logger.info("d");
		}
		assertThat(early.bodies()).containsExactly("a", "b", "d");
		assertThat(early.capture().captured()).isEqualTo(3);
		assertThat(early.capture().leftOut(LeftOut.EARLY)).isEqualTo(1);
	}

	@Test
	void whatIsLoggedEarlyIsBoundedInBytes() {
		Captures early = Captures.early(1_000_000);
		this.attachment.close();
		try (LogAttachment other = new LogAttachment(new LogbackPlacement(this.context, early.capture()),
				early.capture(), true)) {
			other.attach();
			String value = "x".repeat(65_536);
			for (int i = 0; i < 1_000; i++) {
				this.logger.atInfo().addKeyValue("page", value).log("a");
			}
			early.open(early.logs()::add);
			this.logger.info("b");
		}
		long bytes = early.logs().stream().mapToLong(CapturedLog::footprint).sum();
		assertThat(bytes).isBetween(1024L * 1024, 33L * 1024 * 1024);
		assertThat(early.capture().captured()).isEqualTo(early.logs().size());
		assertThat(early.capture().leftOut(LeftOut.EARLY)).isEqualTo(1_001 - early.logs().size());
	}

	private static String text(LogRecordData log, String key) {
		return log.getAttributes().get(AttributeKey.stringKey(key));
	}

	/**
	 * An exception that throws when it is asked.
	 */
	private static final class Hostile extends RuntimeException {

		private boolean hostile;

		@Override
		public String getMessage() {
			if (this.hostile) {
				throw new StackOverflowError();
			}
			return "calm";
		}

	}

	private static final class Full extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final byte[] answer = new byte[1_000_000];

		Full(String message) {
			super(message);
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
