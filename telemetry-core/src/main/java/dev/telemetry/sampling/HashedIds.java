package dev.telemetry.sampling;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A set of span ids: a hash table with linear probing. A set of the JDK makes an entry of
 * 32 bytes for each element. Not thread safe.
 */
final class HashedIds {

	private @Nullable String[] table;

	private int size;

	/**
	 * Creates a set.
	 * @param ids the first elements, at least one
	 */
	HashedIds(String[] ids) {
		this.table = new String[4 * Integer.highestOneBit(ids.length)];
		for (String id : ids) {
			add(id);
		}
	}

	int size() {
		return this.size;
	}

	boolean contains(String id) {
		return this.table[slot(id)] != null;
	}

	void add(String id) {
		int slot = slot(id);
		if (this.table[slot] != null) {
			return;
		}
		this.table[slot] = id;
		this.size++;
		if (this.size > this.table.length / 4 * 3) {
			grow();
		}
	}

	private void grow() {
		@Nullable String[] smaller = this.table;
		this.table = new String[2 * smaller.length];
		for (String id : smaller) {
			if (id != null) {
				this.table[slot(id)] = id;
			}
		}
	}

	/**
	 * Removes an id.
	 * @return whether it was there
	 */
	boolean remove(String id) {
		int gap = slot(id);
		if (this.table[gap] == null) {
			return false;
		}
		this.table[gap] = null;
		this.size--;
		closeGap(gap);
		return true;
	}

	// A search ends at the first free slot: those behind it may have to move up.
	private void closeGap(int gap) {
		int slot = next(gap);
		String id = this.table[slot];
		while (id != null) {
			this.table[slot] = null;
			this.table[slot(id)] = id;
			slot = next(slot);
			id = this.table[slot];
		}
	}

	/**
	 * Returns the slot of an id, or the slot to put it in.
	 */
	private int slot(String id) {
		int hash = id.hashCode();
		int slot = (hash ^ (hash >>> 16)) & (this.table.length - 1);
		String present = this.table[slot];
		while (present != null && !present.equals(id)) {
			slot = next(slot);
			present = this.table[slot];
		}
		return slot;
	}

	private int next(int slot) {
		return (slot + 1) & (this.table.length - 1);
	}

	/**
	 * Returns all ids, for reading only.
	 */
	List<String> all() {
		List<String> all = new ArrayList<>(this.size);
		for (String id : this.table) {
			if (id != null) {
				all.add(id);
			}
		}
		return all;
	}

}
