package dev.telemetry.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A trace state as a caller sent it. OpenTelemetry's own implementation has an older
 * grammar of keys, and would drop some that are valid. Immutable.
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
		return new Builder(this.members);
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

	/**
	 * Changes a state that was received. A member that cannot be sent is not added. If
	 * there is no room for a new member, the last one is removed, as the limits of W3C
	 * require. Not thread safe.
	 */
	private static final class Builder implements TraceStateBuilder {

		// In reverse order, because an added member becomes the first.
		private final Map<String, String> reversed = new LinkedHashMap<>();

		Builder(Map<String, String> members) {
			reverse(members, this.reversed);
		}

		@Override
		public TraceStateBuilder put(@Nullable String key, @Nullable String value) {
			if (key == null || value == null || !TraceStateGrammar.isMember(key, value)) {
				return this;
			}
			this.reversed.remove(key);
			if (this.reversed.size() >= TraceStateGrammar.MAX_MEMBERS) {
				this.reversed.remove(this.reversed.keySet().iterator().next());
			}
			this.reversed.put(key, value);
			return this;
		}

		@Override
		public TraceStateBuilder remove(@Nullable String key) {
			if (key != null) {
				this.reversed.remove(key);
			}
			return this;
		}

		@Override
		public TraceState build() {
			if (this.reversed.isEmpty()) {
				return TraceState.getDefault();
			}
			Map<String, String> members = new LinkedHashMap<>();
			reverse(this.reversed, members);
			return new ReceivedTraceState(members);
		}

		private static void reverse(Map<String, String> from, Map<String, String> to) {
			List<String> keys = new ArrayList<>(from.keySet());
			Collections.reverse(keys);
			keys.forEach((key) -> to.put(key, from.get(key)));
		}

	}

}
