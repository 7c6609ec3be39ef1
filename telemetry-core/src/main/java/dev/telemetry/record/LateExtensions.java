package dev.telemetry.record;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Extensions of the application. They are looked up when they are first needed, because
 * they may depend on the bean that they extend. Thread safe.
 *
 * @param <T> type of the extensions
 */
final class LateExtensions<T> {

	private final Supplier<List<T>> source;

	private final IntFunction<T[]> array;

	private volatile T @Nullable [] found;

	LateExtensions(Supplier<List<T>> source, IntFunction<T[]> array) {
		this.source = source;
		this.array = array;
	}

	/**
	 * Returns whether the extensions were looked up and there are none.
	 */
	boolean areNone() {
		T[] found = this.found;
		return found != null && found.length == 0;
	}

	/**
	 * Returns the extensions, in their order.
	 * @return an array that must not be changed
	 * @throws RuntimeException if the extensions are not available; the next call tries
	 * again
	 */
	T[] get() {
		T[] found = this.found;
		if (found == null) {
			found = this.source.get().toArray(this.array);
			this.found = found;
		}
		return found;
	}

}
