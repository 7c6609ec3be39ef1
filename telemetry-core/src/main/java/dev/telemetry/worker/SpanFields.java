package dev.telemetry.worker;

import java.util.Set;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.StatusData;

import dev.telemetry.names.WorkerAttributes;

/**
 * Reads the metadata of a line that define a span or an event; all other metadata are
 * attributes.
 */
final class SpanFields {

	static final String SPAN_ID = "span_id";

	static final String PARENT_SPAN_ID = "parent_span_id";

	static final String STATUS = "status";

	private static final String STATUS_MESSAGE = "status_message";

	private static final String KIND = "kind";

	private static final String SERVICE = "service";

	private static final Set<String> ALL = Set.of(SPAN_ID, PARENT_SPAN_ID, STATUS, STATUS_MESSAGE, KIND, SERVICE);

	// Prefix of attributes that have the name of a field of every line.
	private static final String ATTRIBUTE = "attribute.";

	private SpanFields() {
	}

	/**
	 * Returns whether a line reports a whole span.
	 */
	static boolean isWhole(WorkerLine line) {
		return !line.metadata(SPAN_ID).isEmpty() && !line.metadata(STATUS).isEmpty()
				&& line.measurements().containsKey(WorkerLine.DURATION);
	}

	/**
	 * Returns whether a line says that it is an event, whatever its name is.
	 */
	static boolean isEvent(WorkerLine line) {
		return line.metadata(KIND).equals("EVENT");
	}

	static boolean hasFailed(WorkerLine line) {
		return line.metadata(STATUS).equals("ERROR");
	}

	static StatusData status(WorkerLine line) {
		if (hasFailed(line)) {
			return failure(line);
		}
		return (line.metadata(STATUS).equals("OK")) ? StatusData.ok() : StatusData.unset();
	}

	static StatusData failure(WorkerLine line) {
		return StatusData.create(StatusCode.ERROR, line.metadata(STATUS_MESSAGE));
	}

	static SpanKind kind(WorkerLine line) {
		String word = line.metadata(KIND);
		for (SpanKind kind : SpanKind.values()) {
			if (kind.name().equals(word)) {
				return kind;
			}
		}
		return SpanKind.INTERNAL;
	}

	/**
	 * Returns the attributes of a line, numbers first.
	 * @param without name of a measurement that is not an attribute
	 */
	static Attributes attributes(WorkerLine line, String without) {
		AttributesBuilder attributes = Attributes.builder();
		line.measurements().forEach((key, number) -> {
			if (!key.equals(without)) {
				put(attributes, plain(key), number);
			}
		});
		line.metadata().forEach((key, text) -> {
			if (!ALL.contains(key)) {
				attributes.put(plain(key), text);
			}
		});
		String service = line.metadata(SERVICE);
		if (!service.isEmpty()) {
			attributes.put(WorkerAttributes.SERVICE, service);
		}
		return attributes.build();
	}

	private static void put(AttributesBuilder attributes, String key, Number number) {
		if (number instanceof Long whole) {
			attributes.put(key, whole.longValue());
		}
		else {
			attributes.put(key, number.doubleValue());
		}
	}

	private static String plain(String key) {
		boolean marked = key.startsWith(ATTRIBUTE) && key.length() > ATTRIBUTE.length();
		return (marked) ? key.substring(ATTRIBUTE.length()) : key;
	}

}
