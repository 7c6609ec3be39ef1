package dev.telemetry.autoconfigure.job;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotations of private methods.
 */
class ProxySafetyTests {

	private final ProxySafety safety = new ProxySafety();

	@ParameterizedTest
	@ValueSource(classes = { OfSpring.class, OfJSpecify.class })
	void whatAnnotationsSayAboutNullIsNoCall(Class<?> type) {
		assertThat(this.safety.problem(type)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = Called.class)
	void whatOthersCallByItsAnnotationIsOne(Class<?> type) {
		assertThat(this.safety.problem(type)).contains("ready").contains("others call");
	}

	@SuppressWarnings("deprecation")
	static class OfSpring {

		@org.springframework.lang.Nullable
		private String find() {
			return null;
		}

		String found() {
			return find();
		}

	}

	static class OfJSpecify {

		@NullUnmarked
		private String find() {
			return null;
		}

		String found() {
			return find();
		}

	}

	static class Called {

		@EventListener
		private void ready() {
		}

	}

}
