package dev.telemetry.test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordedSpans}.
 */
class RecordedSpansTests {

	private final RecordedSpans spans = new RecordedSpans();

	private final Tracer tracer = this.spans.newTracerProvider().get("test");

	@Test
	void recordsSpansInTheOrderTheyEnd() {
		record("first");
		record("second");
		assertThat(this.spans.spans()).extracting(SpanData::getName).containsExactly("first", "second");
	}

	@Test
	void givesSnapshotsThatDoNotChange() {
		record("first");
		List<SpanData> before = this.spans.spans();
		record("second");
		assertThat(before).hasSize(1).isUnmodifiable();
	}

	@Test
	void findsAllSpansOfAName() {
		record("job");
		record("other");
		record("job");
		assertThat(this.spans.named("job")).hasSize(2);
		assertThat(this.spans.named("jo")).isEmpty();
	}

	@Test
	void findsTheSingleSpanOfAName() {
		record("job");
		record("other");
		assertThat(this.spans.single("job").getName()).isEqualTo("job");
	}

	@Test
	void failsWithTheRecordedSpansWhenThereIsNoSpanOfAName() {
		record("other");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.spans.single("job"))
			.withMessageContaining("Expected a single span named 'job' but found 0")
			.withMessageContaining("other (INTERNAL, UNSET) {}");
	}

	@Test
	void failsWhenThereAreTwoSpansOfAName() {
		record("job");
		record("job");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.spans.single("job"))
			.withMessageContaining("found 2");
	}

	@Test
	void awaitReturnsAtOnceWhenEnoughSpansAreThere() {
		record("job");
		assertThat(this.spans.await(1, Duration.ZERO)).hasSize(1);
	}

	@Test
	void awaitReturnsWhenTheLastSpanArrivesFromAnotherThread() {
		record("first");
		CompletableFuture<List<SpanData>> waiting = CompletableFuture.supplyAsync(() -> this.spans.await(2));
		record("second");
		assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).hasSize(2);
	}

	@Test
	void awaitFailsWithTheRecordedSpansWhenTheTimeIsUp() {
		record("job");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.spans.await(2, Duration.ofMillis(20)))
			.withMessageContaining("Expected at least 2 spans within PT0.02S")
			.withMessageContaining("job (INTERNAL");
	}

	@Test
	void awaitSpanReturnsTheSpanThatMatches() {
		CompletableFuture<SpanData> waiting = CompletableFuture
			.supplyAsync(() -> this.spans.awaitSpan((span) -> span.getName().equals("job")));
		record("other");
		record("job");
		assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join().getName()).isEqualTo("job");
	}

	@Test
	void awaitSpanFailsWithTheRecordedSpansWhenNoneMatches() {
		record("other");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.spans.awaitSpan((span) -> span.getName().equals("job"), Duration.ofMillis(20)))
			.withMessageContaining("Expected a matching span")
			.withMessageContaining("other (INTERNAL");
	}

	@Test
	void awaitFailsAndKeepsTheInterruptWhenTheThreadIsInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.spans.await(1))
			.withMessage("Interrupted while waiting");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void clearForgetsAllSpans() {
		record("job");
		this.spans.clear();
		assertThat(this.spans.spans()).isEmpty();
	}

	@Test
	void spansStayReadableAfterTheProviderIsClosed() {
		try (SdkTracerProvider provider = this.spans.newTracerProvider()) {
			provider.get("test").spanBuilder("job").startSpan().end();
		}
		assertThat(this.spans.named("job")).hasSize(1);
	}

	@Test
	void losesNoSpanWhenManyThreadsRecord() throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		for (int thread = 0; thread < 4; thread++) {
			CompletableFuture.runAsync(() -> recordMany(start));
		}
		start.countDown();
		assertThat(this.spans.await(400)).hasSize(400);
	}

	@Test
	void drawsItsSpansAsATree() {
		record("job");
		assertThat(this.spans).hasToString("job (INTERNAL, UNSET) {}");
	}

	private void recordMany(CountDownLatch start) {
		try {
			assertThat(start.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		for (int i = 0; i < 100; i++) {
			record("job");
		}
	}

	private void record(String name) {
		this.tracer.spanBuilder(name).startSpan().end();
	}

}
