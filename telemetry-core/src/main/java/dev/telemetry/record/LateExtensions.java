package dev.telemetry.record;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Extensions of the application. They are looked for when they are first needed, as they
 * may need what they extend. Thread safe.
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
	 * Whether they were looked for, and there are none.
	 */
	boolean areNone() {
		T[] found = this.found;
		return found != null && found.length == 0;
	}

	/**
	 * The extensions, in their order.
	 * @return an array that is not changed
	 * @throws RuntimeException if they cannot be had; the next call tries again
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
