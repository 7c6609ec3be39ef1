package dev.telemetry.text;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CutTextTests {

	private static final String TEA = "\uD83C\uDF75";

	@Test
	void aTextIsNotCutWithinACharacter() {
		assertThat(CutText.of("a" + TEA + "b", 2)).isEqualTo("a");
		assertThat(CutText.of("a" + TEA + "b", 3)).isEqualTo("a" + TEA);
		assertThat(CutText.of(TEA, 0)).isEmpty();
		assertThat(CutText.of(TEA, 2)).isSameAs(TEA);
	}

	@Test
	void norIsAMessageInAStackTraceOrTheTraceAsAWhole() {
		Exception failure = new Exception("ab" + TEA);
		assertThat(StackText.of(failure, 3, 1_000)).startsWith("java.lang.Exception: ab\n");
		assertThat(StackText.of(failure, 10, "java.lang.Exception: ab".length() + 1))
			.isEqualTo("java.lang.Exception: ab");
	}

}
