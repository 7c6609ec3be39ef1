package dev.telemetry.context;

import java.util.Collections;
import java.util.Iterator;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.springframework.mock.web.MockHttpServletRequest;

/**
 * Sends headers, each as often as it is told to.
 */
final class Caller {

	static final String TRACE_ID = "12345678901234567890123456789012";

	static final String SPAN_ID = "1234567890123456";

	static final String TRACE_PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

	static final TextMapGetter<MockHttpServletRequest> HEADERS = Headers.INSTANCE;

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	Caller sends(String name, String... values) {
		for (String value : values) {
			this.request.addHeader(name, value);
		}
		return this;
	}

	/**
	 * Shows a caller to nobody but the propagator for W3C.
	 * @return its span, invalid if none is extracted
	 */
	SpanContext span() {
		return Span.fromContext(extractedBy(new W3CTraceContext(TextMapPropagator.noop()))).getSpanContext();
	}

	Context extractedBy(TextMapPropagator propagator) {
		return propagator.extract(Context.root(), this.request, HEADERS);
	}

	private enum Headers implements TextMapGetter<MockHttpServletRequest> {

		INSTANCE;

		@Override
		public Iterable<String> keys(MockHttpServletRequest request) {
			return Collections.list(request.getHeaderNames());
		}

		@Override
		public String get(MockHttpServletRequest request, String key) {
			return request.getHeader(key);
		}

		@Override
		public Iterator<String> getAll(MockHttpServletRequest request, String key) {
			return request.getHeaders(key).asIterator();
		}

	}

}
