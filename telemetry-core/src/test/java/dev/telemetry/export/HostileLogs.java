package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.resources.Resource;

/**
 * Log records for tests of formats, as {@link HostileSpans} are spans.
 */
public final class HostileLogs {

	private static final SpanContext SPAN = SpanContext.create("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
			TraceFlags.getSampled(), TraceState.getDefault());

	private HostileLogs() {
	}

	/**
	 * Records of several loggers with everything, and with little.
	 */
	public static List<LogRecordData> all() {
		List<LogRecordData> logs = new ArrayList<>();
		try (SdkLoggerProvider provider = provider(logs)) {
			for (Severity severity : Severity.values()) {
				rich(builder(provider, "shop." + severity.getSeverityNumber() % 3), severity).emit();
			}
			builder(provider, "structured").setBody(structure()).emit();
			builder(provider, HostileSpans.TEXT).emit();
		}
		return logs;
	}

	/**
	 * Records that have little but a body: {@code prefix}, a hyphen, and a number from 0.
	 */
	public static List<LogRecordData> numbered(String prefix, int number) {
		List<LogRecordData> logs = new ArrayList<>();
		try (SdkLoggerProvider provider = provider(logs)) {
			IntStream.range(0, number).forEach((i) -> builder(provider, "shop").setBody(prefix + "-" + i).emit());
		}
		return logs;
	}

	private static LogRecordBuilder builder(SdkLoggerProvider provider, String logger) {
		return provider.get(logger).logRecordBuilder().setContext(Context.root());
	}

	private static LogRecordBuilder rich(LogRecordBuilder builder, Severity severity) {
		builder.setContext(Context.root().with(Span.wrap(SPAN)))
			.setTimestamp(1_700_000_000_123_456_789L, TimeUnit.NANOSECONDS)
			.setObservedTimestamp(1_700_000_000_123_456_790L, TimeUnit.NANOSECONDS)
			.setSeverity(severity)
			.setSeverityText(severity.name())
			.setEventName("order." + severity.getSeverityNumber())
			.setBody(HostileSpans.TEXT)
			.setException(new IllegalStateException(HostileSpans.TEXT))
			.setAttribute(AttributeKey.stringKey(HostileSpans.TEXT), HostileSpans.TEXT)
			.setAttribute(AttributeKey.longKey("long"), Long.MIN_VALUE)
			.setAttribute(AttributeKey.doubleKey("double"), 0.1)
			.setAttribute(AttributeKey.booleanKey("truth"), true)
			.setAttribute(AttributeKey.stringArrayKey("texts"), List.of("", HostileSpans.TEXT))
			.setAttribute(AttributeKey.valueKey("value"), structure());
		for (int i = 0; i < 8; i++) {
			builder.setAttribute(AttributeKey.longKey("more" + i), (long) i);
		}
		return builder;
	}

	private static Value<?> structure() {
		return Value.of(KeyValue.of("list", Value.of(List.of(Value.of(1), Value.of(new byte[] { 1, -1 })))),
				KeyValue.of("text", Value.of(HostileSpans.TEXT)));
	}

	// With room for fewer attributes than a rich one has, so that some are dropped.
	private static SdkLoggerProvider provider(List<LogRecordData> logs) {
		return SdkLoggerProvider.builder()
			.setResource(Resource.builder().put("service.name", HostileSpans.TEXT).build())
			.setLogLimits(() -> LogLimits.builder().setMaxNumberOfAttributes(12).build())
			.addLogRecordProcessor((context, log) -> logs.add(log.toLogRecordData()))
			.build();
	}

}
