package dev.telemetry.record;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.ExternalCallAttributes;

/**
 * Writes the attributes of an operation to its span, at the end.
 */
final class OperationAttributes {

	private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

	private OperationAttributes() {
	}

	static void write(Span span, NamedOperation operation, OperationOutcome outcome) {
		OperationKind kind = operation.kind();
		String exportedName = operation.exportedName();
		if (exportedName != null) {
			span.updateName(exportedName);
		}
		// Backends draw graphs of services from this attribute.
		if (kind.spanKind() == SpanKind.CLIENT) {
			span.setAttribute(ExternalCallAttributes.SERVICE_PEER_NAME, operation.group());
			span.setAttribute(ExternalCallAttributes.PEER_SERVICE, operation.group());
		}
		if (!kind.atStart()) {
			set(span, kind.group(), operation.group());
			set(span, kind.name(), operation.name());
		}
		set(span, kind.duration(), outcome.durationNanos() / NANOS_PER_SECOND);
		String skipReason = outcome.skipReason();
		if (skipReason != null) {
			set(span, kind.skipReason(), skipReason);
		}
		else {
			set(span, kind.success(), !outcome.failed());
		}
		if (outcome.failed()) {
			SpanErrors.write(span, outcome.errorType(), outcome.cause());
		}
	}

	private static <T> void set(Span span, @Nullable AttributeKey<T> key, T value) {
		if (key != null) {
			span.setAttribute(key, value);
		}
	}

}
