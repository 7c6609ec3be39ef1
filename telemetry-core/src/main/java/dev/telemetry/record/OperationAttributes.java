package dev.telemetry.record;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of an operation onto its span, at the end.
 */
final class OperationAttributes {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private OperationAttributes() {
	}

	static void write(Span span, RecordedOperation operation, OperationOutcome outcome, @Nullable Statistics statistics,
			@Nullable Consumer<? super Span> description) {
		OperationKind kind = operation.kind();
		if (!kind.atStart()) {
			set(span, kind.first(), operation.first());
			set(span, kind.second(), operation.second());
		}
		set(span, kind.duration(), outcome.durationNanos() / NANOS_PER_SECOND);
		set(span, kind.success(), !outcome.failed());
		if (outcome.failed()) {
			SpanErrors.write(span, outcome.errorType(), outcome.cause());
		}
		if (statistics != null) {
			statistics.write(span);
		}
		// Last: it may fail.
		if (description != null) {
			description.accept(span);
		}
	}

	private static <T> void set(Span span, @Nullable AttributeKey<T> key, T value) {
		if (key != null) {
			span.setAttribute(key, value);
		}
	}

}
