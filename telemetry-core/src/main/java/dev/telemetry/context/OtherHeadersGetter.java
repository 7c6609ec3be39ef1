package dev.telemetry.context;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Shows other propagators the headers that are left for them: no trace context, no B3
 * headers if the caller is known already, and bounded baggage.
 *
 * @param <C> type of the carrier of the headers
 */
final class OtherHeadersGetter<C> implements TextMapGetter<C> {

	private static final String BAGGAGE = "baggage";

	private final TextMapGetter<C> headers;

	private final boolean callerKnown;

	OtherHeadersGetter(TextMapGetter<C> headers, boolean callerKnown) {
		this.headers = headers;
		this.callerKnown = callerKnown;
	}

	@Override
	public Iterable<String> keys(C carrier) {
		return this.headers.keys(carrier);
	}

	@Override
	public @Nullable String get(@Nullable C carrier, String key) {
		if (isHidden(key)) {
			return null;
		}
		if (key.equalsIgnoreCase(BAGGAGE)) {
			Iterator<String> baggage = getAll(carrier, key);
			return (baggage.hasNext()) ? baggage.next() : null;
		}
		return this.headers.get(carrier, key);
	}

	@Override
	public Iterator<String> getAll(@Nullable C carrier, String key) {
		if (isHidden(key)) {
			return Collections.emptyIterator();
		}
		Iterator<String> values = this.headers.getAll(carrier, key);
		if (!values.hasNext() || !key.equalsIgnoreCase(BAGGAGE)) {
			return values;
		}
		List<String> bounded = BoundedBaggage.of(values);
		return bounded.iterator();
	}

	private boolean isHidden(String key) {
		return key.equalsIgnoreCase(W3CTraceContext.TRACE_PARENT) || key.equalsIgnoreCase(W3CTraceContext.TRACE_STATE)
				|| (this.callerKnown && (key.equalsIgnoreCase("b3") || key.regionMatches(true, 0, "X-B3-", 0, 5)));
	}

}
