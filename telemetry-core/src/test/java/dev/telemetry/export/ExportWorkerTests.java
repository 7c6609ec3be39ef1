package dev.telemetry.export;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.Eventually;
import dev.telemetry.health.ExporterState;
import dev.telemetry.test.NoTelemetryLeaks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportWorker}.
 */
@NoTelemetryLeaks
class ExportWorkerTests {

	private final Admission admission = new Admission(10, 1_000);

	private final ExportAccount account = new ExportAccount(this.admission,
			new ExporterState("spans", "test", "somewhere", this.admission), ExportPath.FAST);

	@ParameterizedTest
	@ValueSource(strings = { "deliver", "takesBatches", "pauseNanos", "isFree" })
	void survivesWhateverIsThrownBetweenTwoBatchesAndWhileItWaits(String method) {
		FaultyDelivery delivery = new FaultyDelivery(method);
		ExportWorker worker = worker(delivery);
		worker.start();
		Eventually.until(() -> "three faults", () -> delivery.faults.get() == 3);
		CompletableResultCode flushed = worker.flush().join(10, TimeUnit.SECONDS);
		assertThat(flushed.isSuccess()).isTrue();
		assertThat(this.admission.isClosed()).isFalse();
		end(worker);
	}

	@Test
	void endsWhateverIsThrownAtTheEnd() {
		FaultyDelivery delivery = new FaultyDelivery("close");
		ExportWorker worker = worker(delivery);
		worker.start();
		this.admission.tryAcquire(3, 100, false);
		end(worker);
		assertThat(this.admission.held()).isZero();
	}

	@Test
	void aFlushIsOverWhateverIsDoneAtTheEnd() {
		CountDownLatch closing = new CountDownLatch(1);
		CountDownLatch requested = new CountDownLatch(1);
		FaultyDelivery delivery = new FaultyDelivery(null) {

			@Override
			public void close() {
				closing.countDown();
				await(requested);
			}

		};
		ExportWorker worker = worker(delivery);
		worker.close().whenComplete(() -> {
			throw new NoClassDefFoundError("A fault");
		});
		worker.start();
		this.admission.close();
		worker.abandon();
		await(closing);
		CompletableResultCode flushed = worker.flush();
		requested.countDown();
		assertThat(flushed.join(10, TimeUnit.SECONDS).isDone()).isTrue();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void end(ExportWorker worker) {
		this.admission.close();
		worker.abandon();
		assertThat(worker.close().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
	}

	private ExportWorker worker(Delivery delivery) {
		SpanRecords spans = new SpanRecords(UnaryOperator.identity());
		SpanSink sink = new SpanSink(ExportTarget.of("test", SpanExporter.composite()));
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
		BatchSender<SpanData> sender = new BatchSender<>(spans, sink, Duration.ofSeconds(5), Context.root(), clock,
				() -> {
				});
		DataLossSignal<SpanData> signal = new DataLossSignal<>(this.account, ExportPath.FAST, spans, sender,
				new LossLog("spans", "somewhere"));
		return new ExportWorker("test", this.account, sender, signal, delivery, new Waker());
	}

	/**
	 * Throws three times.
	 */
	private static class FaultyDelivery implements Delivery {

		private final AtomicInteger faults = new AtomicInteger();

		private final @Nullable String faulty;

		FaultyDelivery(@Nullable String faulty) {
			this.faulty = faulty;
		}

		private void at(String method) {
			if (method.equals(this.faulty) && this.faults.get() < 3) {
				this.faults.incrementAndGet();
				throw new StackOverflowError("A fault");
			}
		}

		@Override
		public boolean deliver(boolean atOnce, boolean closing) {
			at("deliver");
			return true;
		}

		@Override
		public boolean takesBatches() {
			at("takesBatches");
			return true;
		}

		@Override
		public long pauseNanos() {
			at("pauseNanos");
			return TimeUnit.MILLISECONDS.toNanos(10);
		}

		@Override
		public boolean isFree() {
			at("isFree");
			return true;
		}

		@Override
		public boolean isStuck() {
			return false;
		}

		@Override
		public void close() {
			at("close");
		}

	}

}
