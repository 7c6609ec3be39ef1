package dev.telemetry.sampling;

/**
 * The spans below a root that is in no chain, because its chain is full. Each span is
 * found by its own id.
 *
 * @param <T> the type of their trace
 */
final class IndexedSpans<T extends ChainedTrace<T>> extends SpansBelow {

	private final OpenTraces<T> traces;

	private final T trace;

	IndexedSpans(OpenTraces<T> traces, T trace) {
		this.traces = traces;
		this.trace = trace;
	}

	@Override
	void add(String id) {
		super.add(id);
		this.traces.note(id, this.trace);
	}

	@Override
	boolean remove(String id) {
		this.traces.forget(id);
		return super.remove(id);
	}

	@Override
	void clear() {
		all().forEach(this.traces::forget);
		super.clear();
	}

}
