package dev.telemetry.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.Test;

import dev.telemetry.export.otlp.LazySpanExporter;
import dev.telemetry.test.RecordedSpans;

import static org.assertj.core.api.Assertions.assertThat;

class LazySpanExporterTests {

	private final RecordedSpans recorded = new RecordedSpans();

	private final AtomicInteger built = new AtomicInteger();

	private final LazySpanExporter exporter = new LazySpanExporter("test", () -> {
		this.built.incrementAndGet();
		return this.recorded;
	});

	@Test
	void buildsNothingBeforeTheFirstBatch() {
		assertThat(this.exporter.flush().isSuccess()).isTrue();
		assertThat(this.built).hasValue(0);
	}

	@Test
	void buildsOnce() {
		assertThat(this.exporter.export(List.of()).isSuccess()).isTrue();
		assertThat(this.exporter.export(List.of()).isSuccess()).isTrue();
		assertThat(this.built).hasValue(1);
	}

	@Test
	void buildsNothingForAShutdown() {
		assertThat(this.exporter.shutdown().isSuccess()).isTrue();
		assertThat(this.exporter.export(List.of()).isSuccess()).isFalse();
		assertThat(this.built).hasValue(0);
	}

	@Test
	void aMissingJarFailsTheBatchOnly() {
		LazySpanExporter broken = new LazySpanExporter("test", () -> {
			throw new NoClassDefFoundError("io/opentelemetry/Exporter");
		});
		assertThat(broken.export(List.of()).isSuccess()).isFalse();
	}

	@Test
	void triesAgainAfterAFailure() {
		AtomicInteger attempts = new AtomicInteger();
		LazySpanExporter flaky = new LazySpanExporter("test", () -> {
			if (attempts.incrementAndGet() == 1) {
				throw new IllegalStateException("not yet");
			}
			return this.recorded;
		});
		assertThat(flaky.export(List.of()).isSuccess()).isFalse();
		assertThat(flaky.export(List.of()).isSuccess()).isTrue();
	}

	@Test
	void shutsDownWhatItBuilt() {
		AtomicInteger shutdowns = new AtomicInteger();
		SpanExporter delegate = new CountingShutdowns(this.recorded, shutdowns);
		LazySpanExporter lazy = new LazySpanExporter("test", () -> delegate);
		lazy.export(List.of());
		lazy.shutdown();
		assertThat(shutdowns).hasValue(1);
	}

	@Test
	void takesTheNextOneWhenItIsRenewedAndShutsTheFormerDown() {
		AtomicInteger shutdowns = new AtomicInteger();
		List<SpanExporter> next = new ArrayList<>(
				List.of(new CountingShutdowns(this.recorded, shutdowns), new RecordedSpans()));
		LazySpanExporter lazy = new LazySpanExporter("test", () -> next.remove(0));
		lazy.export(List.of());
		lazy.renew();
		assertThat(shutdowns).hasValue(0);
		lazy.export(List.of());
		lazy.export(List.of());
		assertThat(shutdowns).hasValue(1);
		assertThat(next).isEmpty();
	}

	@Test
	void goesOnWithTheFormerWhereTheNextOneCannotBeBuilt() {
		List<SpanExporter> next = new ArrayList<>(List.of(this.recorded));
		LazySpanExporter lazy = new LazySpanExporter("test", () -> next.remove(0));
		lazy.export(List.of());
		lazy.renew();
		assertThat(lazy.export(List.of()).isSuccess()).isTrue();
	}

}
