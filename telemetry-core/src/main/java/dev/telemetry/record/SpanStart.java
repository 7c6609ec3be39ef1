package dev.telemetry.record;

import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.JobAttributes;

/**
 * Starts the spans of operations.
 */
final class SpanStart {

	private SpanStart() {
	}

	static Span start(Tracer tracer, NamedOperation operation, Context parent, @Nullable SpanContext link,
			long startEpochNanos) {
		OperationKind kind = operation.kind();
		SpanBuilder builder = tracer.spanBuilder(operation.spanName())
			.setSpanKind(kind.spanKind())
			.setParent(parent)
			.setStartTimestamp(startEpochNanos, TimeUnit.NANOSECONDS);
		AttributeKey<String> group = kind.group();
		AttributeKey<String> name = kind.name();
		if (kind.atStart() && group != null && name != null) {
			builder.setAttribute(group, operation.group()).setAttribute(name, operation.name());
		}
		if (link != null) {
			builder.addLink(link);
		}
		String id = operation.id();
		if (id != null) {
			builder.setAttribute(JobAttributes.ID, id);
		}
		return builder.startSpan();
	}

}
