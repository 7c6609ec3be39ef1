package dev.telemetry.export.disk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A trace state that was read from a disk. OpenTelemetry's own implementation has an
 * older grammar of keys, and would drop some that were received.
 *
 * @param asMap the members in their order
 */
record StoredTraceState(Map<String, String> asMap) implements TraceState {

	/**
	 * Returns a state with the given members.
	 * @return the state, which is OpenTelemetry's own implementation if that accepts all
	 * members
	 */
	static TraceState of(Map<String, String> members) {
		StoredTraceState stored = new StoredTraceState(Collections.unmodifiableMap(members));
		TraceState known = stored.toBuilder().build();
		return (known.size() == members.size()) ? known : stored;
	}

	@Override
	public @Nullable String get(String key) {
		return this.asMap.get(key);
	}

	@Override
	public int size() {
		return this.asMap.size();
	}

	@Override
	public boolean isEmpty() {
		return this.asMap.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		this.asMap.forEach(consumer);
	}

	@Override
	public TraceStateBuilder toBuilder() {
		TraceStateBuilder builder = TraceState.builder();
		List<String> keys = new ArrayList<>(this.asMap.keySet());
		// The builder puts each new member before the others.
		Collections.reverse(keys);
		keys.forEach((key) -> builder.put(key, this.asMap.get(key)));
		return builder;
	}

}
