package dev.telemetry.context;

import java.util.Collections;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A state as a caller sent it. OpenTelemetry's own implementation knows an older grammar
 * of keys and would drop some that are valid. Immutable.
 */
final class ReceivedTraceState implements TraceState {

	private final Map<String, String> members;

	ReceivedTraceState(Map<String, String> members) {
		this.members = Collections.unmodifiableMap(members);
	}

	@Override
	public @Nullable String get(String key) {
		return this.members.get(key);
	}

	@Override
	public int size() {
		return this.members.size();
	}

	@Override
	public boolean isEmpty() {
		return this.members.isEmpty();
	}

	@Override
	public void forEach(BiConsumer<String, String> consumer) {
		this.members.forEach(consumer);
	}

	@Override
	public Map<String, String> asMap() {
		return this.members;
	}

	@Override
	public TraceStateBuilder toBuilder() {
		return new ReceivedTraceStateBuilder(this.members);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ReceivedTraceState state && this.members.equals(state.members);
	}

	@Override
	public int hashCode() {
		return this.members.hashCode();
	}

	@Override
	public String toString() {
		return this.members.toString();
	}

}
