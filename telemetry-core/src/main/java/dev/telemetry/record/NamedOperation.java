package dev.telemetry.record;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * An operation with its kind, its names and its meter. Immutable.
 *
 * @param kind kind of the operation
 * @param group queue of a job, service of a call, or the name of any other span
 * @param name type of a job, operation of a call, empty for any other span
 * @param label group and name
 * @param exportedName the name that its spans get when they are kept, or {@code null} to
 * keep the name that they start with
 * @param meter measures the operation
 * @param id the application's name for this run of a job, or {@code null}
 * @param trace the trace that the operation belongs to
 */
record NamedOperation(OperationKind kind, String group, String name, String label, @Nullable String exportedName,
		OperationMeter meter, @Nullable String id, JobTrace trace) {

	/** Stands for methods that HTTP does not define. */
	private static final String OTHER_METHOD = "_OTHER";

	/** What names of spans have instead. */
	private static final String ANY_METHOD = "HTTP";

	static NamedOperation of(OperationKind kind, String group, String name, OperationSettings settings,
			OperationMeter meter) {
		return new NamedOperation(kind, group, name, (name.isEmpty()) ? group : group + " " + name,
				exportedName(kind, group, name, settings), meter, null, JobTrace.DEFAULT);
	}

	private static @Nullable String exportedName(OperationKind kind, String group, String name,
			OperationSettings settings) {
		if (kind.equals(OperationKind.JOB) && settings.jobs() == OperationSettings.JobSpanName.TYPE) {
			return "job " + group + "/" + name;
		}
		if (kind.equals(OperationKind.EXTERNAL_CALL) && settings.calls() == OperationSettings.CallSpanName.OPERATION) {
			return callName(group, name);
		}
		return null;
	}

	// The HTTP method comes first, as in OpenTelemetry's span names.
	private static String callName(String service, String operation) {
		int end = 0;
		while (end < operation.length() && isOfMethod(operation.charAt(end))) {
			end++;
		}
		if (end > 0 && (end == operation.length() || operation.startsWith(" /", end))) {
			String method = operation.substring(0, end);
			return ((method.equals(OTHER_METHOD)) ? ANY_METHOD : method) + " " + service + operation.substring(end);
		}
		return service + " " + operation;
	}

	private static boolean isOfMethod(char character) {
		return (character >= 'A' && character <= 'Z') || character == '_';
	}

	NamedOperation of(SpanKind spanKind) {
		return new NamedOperation(this.kind.of(spanKind), this.group, this.name, this.label, this.exportedName,
				this.meter, this.id, this.trace);
	}

	NamedOperation withId(String id) {
		return new NamedOperation(this.kind, this.group, this.name, this.label, this.exportedName, this.meter, id,
				this.trace);
	}

	NamedOperation withTrace(JobTrace trace) {
		return new NamedOperation(this.kind, this.group, this.name, this.label, this.exportedName, this.meter, this.id,
				trace);
	}

	String spanName() {
		String spanName = this.kind.spanName();
		return (spanName != null) ? spanName : this.group;
	}

}
