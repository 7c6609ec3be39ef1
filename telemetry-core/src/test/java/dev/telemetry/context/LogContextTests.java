package dev.telemetry.context;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However its scopes are closed, a thread adds to its log records what is open there.
 */
class LogContextTests {

	@BeforeEach
	@AfterEach
	void clear() {
		LogContext.set(null);
	}

	@Test
	void whatIsClosedInTheWrongOrderLeavesNothingBehind() {
		LogContext.Scope outer = LogContext.with(Map.of("tenant", "a"));
		LogContext.Scope inner = LogContext.with(Map.of("order", 7));
		assertThat(LogContext.current()).isEqualTo(Map.of("tenant", "a", "order", 7L));
		outer.close();
		assertThat(LogContext.current()).isEmpty();
		inner.close();
		assertThat(LogContext.current()).isEmpty();
	}

	@Test
	void anArrayIsTheTextOfItsElements() {
		try (LogContext.Scope scope = LogContext.with(Map.of("ids", new long[] { 1, 2 }))) {
			assertThat(LogContext.current()).isEqualTo(Map.of("ids", "[1, 2]"));
			assertThat(scope).isNotNull();
		}
	}

	@Test
	void whatIsClosedTwiceIsClosedOnce() {
		LogContext.Scope first = LogContext.with(Map.of("tenant", "a"));
		first.close();
		try (LogContext.Scope second = LogContext.with(Map.of("tenant", "b"))) {
			first.close();
			assertThat(LogContext.current()).containsEntry("tenant", "b");
			assertThat(second).isNotNull();
		}
		assertThat(LogContext.current()).isEmpty();
	}

	@Test
	void whatAnotherThreadClosesChangesNothingThere() {
		LogContext.Scope scope = LogContext.with(Map.of("tenant", "a"));
		Map<String, Object> there = CompletableFuture.supplyAsync(() -> {
			try (LogContext.Scope own = LogContext.with(Map.of("tenant", "b"))) {
				scope.close();
				assertThat(own).isNotNull();
				return LogContext.current();
			}
		}).orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(there).containsEntry("tenant", "b");
	}

	@Test
	void whatWasCarriedAwayAndPutBackIsClosedAllTheSame() {
		try (LogContext.Scope outer = LogContext.with(Map.of("tenant", "a"))) {
			try (LogContext.Scope inner = LogContext.with(Map.of("order", 7))) {
				Map<String, Object> before = LogContext.current();
				LogContext.set(null);
				LogContext.set(before);
				assertThat(inner).isNotNull();
			}
			assertThat(LogContext.current()).isEqualTo(Map.of("tenant", "a"));
			assertThat(outer).isNotNull();
		}
		assertThat(LogContext.current()).isEmpty();
	}

	@Test
	void codeThatNeverClosesAnyHasTheLastValueAndNoMoreMemoryThanTheFirst() {
		for (int i = 0; i < 10_000; i++) {
			LogContext.with(Map.of("tenant", i));
		}
		assertThat(LogContext.current()).isEqualTo(Map.of("tenant", 9_999L));
	}

	@Test
	void aValueWithoutATextTakesNothingFromOthers() {
		Object silent = new Object() {

			@Override
			public String toString() {
				throw new IllegalStateException();
			}

		};
		try (LogContext.Scope ignored = LogContext.with(Map.of("a", silent, "b", 1, "c", "\uD83C\uDF75".repeat(2_048),
				"d", "x" + "\uD83C\uDF75".repeat(2_048)))) {
			assertThat(LogContext.current()).containsEntry("a", "[java.lang.IllegalStateException]")
				.containsEntry("b", 1L)
				.containsEntry("c", "\uD83C\uDF75".repeat(2_048))
				.containsEntry("d", "x" + "\uD83C\uDF75".repeat(2_047));
		}
	}

	@Test
	void aValueCanBeReplacedAlsoWhereThereIsNoRoomForMore() {
		Map<String, Object> many = new HashMap<>();
		for (int i = 0; i < 64; i++) {
			many.put("key" + i, "old");
		}
		LogContext.with(many);
		LogContext.with(Map.of("key7", "new", "one too many", "new"));
		assertThat(LogContext.current()).hasSize(64).containsEntry("key7", "new");
	}

}
