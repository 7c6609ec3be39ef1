package dev.telemetry.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClassPreloader}.
 */
class ClassPreloaderTests {

	private static final List<String> initialized = new ArrayList<>();

	private final Loader loader = new Loader();

	@Test
	void aClassIsLoadedAndNotInitialized() {
		ClassPreloader.load(List.of(Needed.class.getName()), this.loader, () -> false);
		assertThat(this.loader.loaded).containsExactly(Needed.class.getName());
		assertThat(initialized).isEmpty();
	}

	@Test
	void aMissingClassDoesNotKeepTheNextFromBeingLoaded() {
		ClassPreloader.load(List.of("dev.telemetry.Missing", Needed.class.getName()), this.loader, () -> false);
		assertThat(this.loader.loaded).containsExactly(Needed.class.getName());
	}

	@Test
	void nothingIsLoadedOnceTheStartIsOver() {
		ClassPreloader.load(List.of(Needed.class.getName()), this.loader, () -> true);
		assertThat(this.loader.askedFor).isEmpty();
	}

	@Test
	void thePackageOfAMissingClassIsNotLookedThrough() {
		List<String> names = List.of("org.left.out.First", "org.left.out.Second", "org.left.Third");
		ClassPreloader.load(names, this.loader, () -> false);
		assertThat(this.loader.askedFor).containsExactly("org.left.out.First", "org.left.Third");
	}

	@Test
	void aClassThatDoesNotFitDoesNotKeepTheNextFromBeingLoaded() {
		ClassPreloader.load(List.of(Loader.MISFIT, Needed.class.getName()), this.loader, () -> false);
		assertThat(this.loader.loaded).containsExactly(Needed.class.getName());
	}

	static final class Needed {

		static {
			initialized.add("Needed");
		}

	}

	/**
	 * Tells what is loaded.
	 */
	private static final class Loader extends ClassLoader {

		static final String MISFIT = "dev.telemetry.Misfit";

		private final List<String> loaded = new ArrayList<>();

		private final List<String> askedFor = new ArrayList<>();

		Loader() {
			super(ClassPreloaderTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			this.askedFor.add(name);
			if (name.equals(MISFIT)) {
				throw new IncompatibleClassChangeError(name);
			}
			Class<?> loadedClass = super.loadClass(name, resolve);
			this.loaded.add(name);
			return loadedClass;
		}

	}

}
