package dev.telemetry.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Changes a state that was received. A member that cannot be sent is not added; where
 * there is no room for a new one, the last one leaves, as W3C's limits have it. Not
 * thread safe.
 */
final class ReceivedTraceStateBuilder implements TraceStateBuilder {

	// From the last to the first, because what is added becomes the first.
	private final Map<String, String> reversed = new LinkedHashMap<>();

	ReceivedTraceStateBuilder(Map<String, String> members) {
		reverse(members, this.reversed);
	}

	@Override
	public TraceStateBuilder put(@Nullable String key, @Nullable String value) {
		if (key == null || value == null || !TraceStates.isMember(key, value)) {
			return this;
		}
		this.reversed.remove(key);
		if (this.reversed.size() >= TraceStates.MAX_MEMBERS) {
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
