package dev.telemetry.context;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;

/**
 * Looks for headers and keeps what it sees.
 */
final class LookingPropagator implements TextMapPropagator {

	private final List<String> names;

	private final Map<String, String> seen = new HashMap<>();

	private final Map<String, List<String>> seenLines = new HashMap<>();

	LookingPropagator(String... names) {
		this.names = List.of(names);
	}

	/**
	 * Returns the headers that were seen when one value was asked for.
	 */
	Map<String, String> seen() {
		return this.seen;
	}

	/**
	 * Returns the headers that were seen when all values were asked for.
	 */
	Map<String, List<String>> seenLines() {
		return this.seenLines;
	}

	@Override
	public Collection<String> fields() {
		return this.names;
	}

	@Override
	public <C> void inject(Context context, C carrier, TextMapSetter<C> setter) {
		this.names.forEach((name) -> setter.set(carrier, name, "injected"));
	}

	@Override
	public <C> Context extract(Context context, C carrier, TextMapGetter<C> getter) {
		for (String name : this.names) {
			String value = getter.get(carrier, name);
			if (value != null) {
				this.seen.put(name, value);
			}
			List<String> lines = new ArrayList<>();
			getter.getAll(carrier, name).forEachRemaining(lines::add);
			if (!lines.isEmpty()) {
				this.seenLines.put(name, lines);
			}
		}
		return context;
	}

}
