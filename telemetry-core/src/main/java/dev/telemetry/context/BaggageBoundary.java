package dev.telemetry.context;

import java.util.Collection;
import java.util.Set;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.baggage.BaggageEntry;
import io.opentelemetry.api.baggage.BaggageEntryMetadata;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps baggage that came from outside of the process from being passed on to other
 * processes, unless its key is named. The application can read such baggage. Baggage that
 * the application sets itself is passed on. Thread safe.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 * @see <a href="https://www.w3.org/TR/baggage/#security-considerations">Baggage, security
 * considerations</a>
 */
public final class BaggageBoundary implements TextMapPropagator {

	private final TextMapPropagator propagator;

	private final Set<String> passedOn;

	/**
	 * Creates a boundary.
	 * @param propagator reads and writes the headers
	 * @param passedOn keys of the baggage that is passed on although it came from outside
	 */
	public BaggageBoundary(TextMapPropagator propagator, Collection<String> passedOn) {
		this.propagator = propagator;
		this.passedOn = Set.copyOf(passedOn);
	}

	@Override
	public Collection<String> fields() {
		return this.propagator.fields();
	}

	@Override
	public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
		Context extracted = this.propagator.extract(context, carrier, getter);
		Baggage baggage = Baggage.fromContext(extracted);
		if (baggage.isEmpty() || baggage.equals(Baggage.fromContext(context))) {
			return extracted;
		}
		BaggageBuilder marked = baggage.toBuilder();
		baggage.forEach((key, entry) -> {
			if (!this.passedOn.contains(key)) {
				marked.put(key, entry.getValue(), new Received(entry.getMetadata().getValue()));
			}
		});
		return extracted.with(marked.build());
	}

	@Override
	public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
		Baggage baggage = Baggage.fromContext(context);
		this.propagator.inject((baggage.isEmpty()) ? context : context.with(ours(baggage)), carrier, setter);
	}

	private static Baggage ours(Baggage baggage) {
		BaggageBuilder ours = Baggage.builder();
		baggage.forEach((key, entry) -> put(ours, key, entry));
		return ours.build();
	}

	private static void put(BaggageBuilder baggage, String key, BaggageEntry entry) {
		if (!(entry.getMetadata() instanceof Received)) {
			baggage.put(key, entry.getValue(), entry.getMetadata());
		}
	}

	@Override
	public String toString() {
		return "BaggageBoundary{" + this.propagator + ", passedOn=" + this.passedOn + "}";
	}

	/**
	 * Marks an entry that came from outside. The mark stays with the entry wherever the
	 * baggage is copied to, as a key of the context would not.
	 *
	 * @param getValue properties of the entry
	 */
	private record Received(String getValue) implements BaggageEntryMetadata {
	}

}
