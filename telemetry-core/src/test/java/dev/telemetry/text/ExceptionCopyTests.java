package dev.telemetry.text;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExceptionCopyTests {

	@ParameterizedTest
	@MethodSource("exceptions")
	void itIsWrittenLikeTheException(Throwable exception) {
		ExceptionCopy copy = ExceptionCopy.of(exception);
		assertThat(StackText.of(copy, 1_024, 32_768)).isEqualTo(StackText.of(exception, 1_024, 32_768));
		assertThat(copy.type()).isEqualTo(exception.getClass().getName());
		assertThat(copy.getMessage()).isEqualTo(exception.getMessage());
	}

	static Stream<Throwable> exceptions() {
		IllegalStateException suppressing = new IllegalStateException("outer", new IllegalArgumentException("inner"));
		suppressing.addSuppressed(new UnsupportedOperationException("beside", new ArithmeticException("within")));
		suppressing.getCause().addSuppressed(suppressing);
		suppressing.getCause().addSuppressed(new ArithmeticException());
		Exception first = new Exception("first");
		first.initCause(new Exception("second", first));
		RuntimeException nested = new RuntimeException("0");
		for (int i = 1; i < 50; i++) {
			nested = new RuntimeException(Integer.toString(i), nested);
			nested.addSuppressed(new RuntimeException("beside " + i));
		}
		return Stream.of(new RuntimeException(), new Error("text"), suppressing, first, nested, new Translated(),
				new Exception("no frames", null, true, false) {
				}, deep(500));
	}

	private static Throwable deep(int calls) {
		return (calls == 0) ? new RuntimeException("deep") : deep(calls - 1);
	}

	@Test
	void whatCannotBeReadIsLeftOut() {
		ExceptionCopy copy = ExceptionCopy.of(new Hostile());
		assertThat(StackText.of(copy, 1_024, 32_768))
			.startsWith(Hostile.class.getName() + ": (unreadable: java.lang.StackOverflowError)\n")
			.doesNotContain("Caused by");
	}

	@Test
	void aLongMessageIsCut() {
		assertThat(ExceptionCopy.of(new Exception("x".repeat(10_000))).getMessage()).hasSize(4_096);
	}

	@Test
	void aCopyIsNotAffectedByLaterChanges() {
		Exception exception = new Exception("before");
		ExceptionCopy copy = ExceptionCopy.of(exception);
		exception.setStackTrace(new StackTraceElement[0]);
		exception.addSuppressed(new Exception("after"));
		assertThat(List.of(copy.getStackTrace())).isNotEmpty();
		assertThat(copy.getSuppressed()).isEmpty();
	}

	private static final class Translated extends Exception {

		private static final long serialVersionUID = 1L;

		Translated() {
			super("one");
		}

		@Override
		public String getLocalizedMessage() {
			return "eins";
		}

	}

	private static final class Hostile extends Exception {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new StackOverflowError();
		}

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException();
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw new IllegalStateException();
		}

	}

}
