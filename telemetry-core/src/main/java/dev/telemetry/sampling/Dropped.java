package dev.telemetry.sampling;

import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;

/**
 * Result for a span that is dropped on purpose, with all spans below it. The type of the
 * trace state marks the span context as dropped; other processes cannot see it. Without
 * that mark, the span context looks like one that an application has built from stored
 * ids. Immutable.
 */
final class Dropped implements SamplingResult {

	static final SamplingResult RESULT = new Dropped();

	private static final TraceState EMPTY = new State(TraceState.getDefault());

	private Dropped() {
	}

	/**
	 * Returns whether this sampler dropped a span.
	 */
	static boolean isDropped(SpanContext span) {
		return span.getTraceState() instanceof State;
	}

	@Override
	public SamplingDecision getDecision() {
		return SamplingDecision.DROP;
	}

	@Override
	public Attributes getAttributes() {
		return Attributes.empty();
	}

	@Override
	public TraceState getUpdatedTraceState(@Nullable TraceState parentTraceState) {
		if (parentTraceState == null || parentTraceState.isEmpty()) {
			return EMPTY;
		}
		return (parentTraceState instanceof State) ? parentTraceState : new State(parentTraceState);
	}

	/**
	 * A trace state with the members of the parent's.
	 */
	private static final class State implements TraceState {

		private final TraceState parent;

		State(TraceState parent) {
			this.parent = parent;
		}

		@Override
		public @Nullable String get(String key) {
			return this.parent.get(key);
		}

		@Override
		public int size() {
			return this.parent.size();
		}

		@Override
		public boolean isEmpty() {
			return this.parent.isEmpty();
		}

		@Override
		public void forEach(BiConsumer<String, String> consumer) {
			this.parent.forEach(consumer);
		}

		@Override
		public Map<String, String> asMap() {
			return this.parent.asMap();
		}

		@Override
		public TraceStateBuilder toBuilder() {
			return this.parent.toBuilder();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof TraceState state && asMap().equals(state.asMap());
		}

		@Override
		public int hashCode() {
			return asMap().hashCode();
		}

		@Override
		public String toString() {
			return this.parent.toString();
		}

	}

}
