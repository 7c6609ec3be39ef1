package dev.telemetry.sampling;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HashedIds}.
 */
class HashedIdsTests {

	// All have one hash.
	private static final List<String> COLLIDING = List.of("AaAaAa", "AaAaBB", "AaBBAa", "AaBBBB", "BBAaAa", "BBAaBB",
			"BBBBAa", "BBBBBB");

	private final HashedIds ids = new HashedIds(new String[] { "a", "b" });

	@Test
	void hasWhatItIsCreatedWith() {
		assertThat(this.ids.all()).containsExactlyInAnyOrder("a", "b");
		assertThat(this.ids.contains("a")).isTrue();
		assertThat(this.ids.contains("c")).isFalse();
	}

	@Test
	void anIdThatIsAddedTwiceIsThereOnce() {
		this.ids.add("a");
		assertThat(this.ids.size()).isEqualTo(2);
	}

	@Test
	void whatIsNotThereIsNotRemoved() {
		assertThat(this.ids.remove("c")).isFalse();
		assertThat(this.ids.size()).isEqualTo(2);
	}

	@Test
	void idsWithOneHashAreFoundWhicheverOfThemIsRemoved() {
		for (String removed : COLLIDING) {
			HashedIds colliding = new HashedIds(COLLIDING.toArray(new String[0]));
			assertThat(colliding.remove(removed)).isTrue();
			assertThat(COLLIDING).allMatch((id) -> colliding.contains(id) != id.equals(removed));
		}
	}

	@Test
	void itHasWhatASetOfTheJdkHas() {
		Random random = new Random(42);
		String[] known = IntStream.range(0, 500)
			.mapToObj((i) -> "%016x".formatted(random.nextLong()))
			.toArray(String[]::new);
		Set<String> expected = new HashSet<>(Set.of("a", "b"));
		for (int i = 0; i < 20_000; i++) {
			String id = known[random.nextInt(known.length)];
			if (random.nextBoolean()) {
				this.ids.add(id);
				expected.add(id);
			}
			else {
				assertThat(this.ids.remove(id)).isEqualTo(expected.remove(id));
			}
			assertThat(this.ids.size()).isEqualTo(expected.size());
		}
		assertThat(this.ids.all()).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(known).allMatch((id) -> this.ids.contains(id) == expected.contains(id));
	}

}
