package dev.telemetry.autoconfigure.web;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.Span;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerMapping;

import dev.telemetry.autoconfigure.observation.ObservationTools;
import dev.telemetry.autoconfigure.observation.SpanObservation;
import dev.telemetry.names.MeterNames;
import dev.telemetry.servlet.ObservedRequest;
import dev.telemetry.servlet.RequestObservation;

/**
 * Observation of a request, in place of the one that Spring's own filter would make
 * current. Its context has the same type, and
 * {@link ServerHttpObservationFilter#findObservationContext} finds it once it was
 * created.
 */
final class CurrentRequestObservation extends SpanObservation implements RequestObservation {

	private static final DefaultServerRequestObservationConvention CONVENTION = new DefaultServerRequestObservationConvention();

	private static final List<String> STANDARD_KEYS = List.of(MeterNames.TAG_ERROR, MeterNames.TAG_EXCEPTION,
			MeterNames.TAG_METHOD, MeterNames.TAG_OUTCOME, MeterNames.TAG_STATUS, MeterNames.TAG_URI);

	private final ObservedRequest observed;

	CurrentRequestObservation(ObservationTools tools, ObservedRequest observed) {
		super(tools);
		this.observed = observed;
	}

	@Override
	protected io.opentelemetry.context.@Nullable Context spanContext() {
		return this.observed.context();
	}

	@Override
	protected Observation.Context createContext() {
		HttpServletRequest request = this.observed.request();
		ServerRequestObservationContext context = new ServerRequestObservationContext(request,
				this.observed.response());
		context.setName(CONVENTION.getName());
		try {
			describe(context, request);
		}
		catch (RuntimeException ex) {
			// Work outlives the request, and the container has recycled the request.
		}
		return context;
	}

	private static void describe(ServerRequestObservationContext context, HttpServletRequest request) {
		if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern) {
			context.setPathPattern(pattern);
		}
		context.addLowCardinalityKeyValues(CONVENTION.getLowCardinalityKeyValues(context));
		request.setAttribute(ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, context);
	}

	@Override
	protected void failed(Throwable error) {
		this.observed.fail(error);
	}

	@Override
	public void show() {
		getContext();
	}

	@Override
	public @Nullable Throwable error() {
		Observation.Context context = contextIfCreated();
		return (context != null) ? context.getError() : null;
	}

	// Spring MVC sets the matched pattern on the context of each request.
	@Override
	public @Nullable String pattern() {
		String pattern = (contextIfCreated() instanceof ServerRequestObservationContext context)
				? context.getPathPattern() : null;
		Object matched = (pattern != null)
				? this.observed.request().getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) : null;
		return (pattern != null && !pattern.equals(matched)) ? pattern : null;
	}

	// Without the standard labels, which are more precise at the end.
	@Override
	public Map<String, String> labels() {
		Observation.Context context = contextIfCreated();
		if (context == null) {
			return Map.of();
		}
		Map<String, String> labels = new TreeMap<>();
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			labels.put(keyValue.getKey(), keyValue.getValue());
		}
		STANDARD_KEYS.forEach(labels::remove);
		return (labels.isEmpty()) ? Map.of() : labels;
	}

	// Writes the key-values that were added to the context itself.
	@Override
	public void describe(Span span) {
		Observation.Context context = contextIfCreated();
		if (context == null) {
			return;
		}
		labels().forEach(span::setAttribute);
		for (KeyValue keyValue : context.getHighCardinalityKeyValues()) {
			span.setAttribute(keyValue.getKey(), keyValue.getValue());
		}
	}

}
