package dev.telemetry.view;

import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

import dev.telemetry.names.ExternalCallAttributes;
import dev.telemetry.names.HttpServerAttributes;
import dev.telemetry.names.JobAttributes;

/**
 * Creates readable titles of spans.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public final class SpanTitle {

	private SpanTitle() {
	}

	/**
	 * Returns the title of a span: method and route, queue and type of a job, or service
	 * and operation of a call.
	 * @param span the span
	 * @return the title, or the name of the span if it has none of these
	 */
	public static String of(ViewedSpan span) {
		String title = job(span);
		title = (title != null) ? title : call(span);
		title = (title != null) ? title : request(span);
		return (title != null) ? title : span.getName();
	}

	private static @Nullable String job(ViewedSpan span) {
		String type = span.first(JobAttributes.TYPE);
		if (type == null) {
			return null;
		}
		String queue = span.first(JobAttributes.QUEUE_NAME);
		return (queue != null && !queue.equals(type)) ? queue + " / " + type : type;
	}

	private static @Nullable String call(ViewedSpan span) {
		String service = span.first(ExternalCallAttributes.SERVICE);
		String operation = span.first(ExternalCallAttributes.OPERATION);
		return (service != null && operation != null) ? service + ": " + operation : service;
	}

	private static @Nullable String request(ViewedSpan span) {
		String method = span.first(HttpServerAttributes.REQUEST_METHOD, HttpServerAttributes.METHOD);
		String path = (span.getKind() == SpanKind.SERVER)
				? span.first(HttpServerAttributes.ROUTE, HttpServerAttributes.URL_PATH)
				: span.first(ExternalCallAttributes.URL_TEMPLATE, ExternalCallAttributes.URL_FULL);
		return (method != null && path != null) ? method + " " + path : null;
	}

}
