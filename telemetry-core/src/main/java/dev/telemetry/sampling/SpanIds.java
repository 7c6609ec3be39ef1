package dev.telemetry.sampling;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The ids of the spans below a root. They are in an array as long as there are few,
 * because most traces are small. Not thread safe.
 */
class SpanIds {

	/** Up to this many ids, an array holds them. */
	static final int FEW = 16;

	private String @Nullable [] few;

	private int count;

	private @Nullable HashedIds many;

	final int size() {
		return (this.many != null) ? this.many.size() : this.count;
	}

	final boolean contains(String id) {
		return (this.many != null) ? this.many.contains(id) : indexOf(id) >= 0;
	}

	private int indexOf(String id) {
		String[] few = this.few;
		// The id that was added last is looked up most often.
		for (int i = this.count - 1; few != null && i >= 0; i--) {
			if (few[i].equals(id)) {
				return i;
			}
		}
		return -1;
	}

	void add(String id) {
		if (this.many != null) {
			this.many.add(id);
			return;
		}
		String[] few = this.few;
		if (few == null) {
			few = new String[4];
		}
		else if (this.count == FEW) {
			this.many = new HashedIds(few);
			this.many.add(id);
			this.few = null;
			this.count = 0;
			return;
		}
		else if (this.count == few.length) {
			String[] larger = new String[FEW];
			System.arraycopy(few, 0, larger, 0, this.count);
			few = larger;
		}
		few[this.count++] = id;
		this.few = few;
	}

	boolean remove(String id) {
		if (this.many != null) {
			return this.many.remove(id);
		}
		int index = indexOf(id);
		String[] few = this.few;
		if (index < 0 || few == null) {
			return false;
		}
		few[index] = few[--this.count];
		return true;
	}

	/**
	 * Returns all ids, for reading only.
	 */
	final Iterable<String> all() {
		if (this.many != null) {
			return this.many.all();
		}
		return (this.few != null) ? Arrays.asList(this.few).subList(0, this.count) : List.of();
	}

	void clear() {
		this.few = null;
		this.many = null;
		this.count = 0;
	}

}
