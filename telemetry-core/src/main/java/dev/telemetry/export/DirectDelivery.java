package dev.telemetry.export;

import java.util.List;

import io.opentelemetry.sdk.trace.data.SpanData;

/**
 * Sends one batch after the other. While the backend is away, spans wait in the queue, as
 * many as it takes.
 */
final class DirectDelivery implements Delivery {

	private final SpanPipeline pipeline;

	private final Batches batches;

	private final BatchSender sender;

	private final DataLossSignal signal;

	private boolean probesWithTrace;

	DirectDelivery(SpanPipeline pipeline, Batches batches, BatchSender sender, DataLossSignal signal) {
		this.pipeline = pipeline;
		this.batches = batches;
		this.sender = sender;
		this.signal = signal;
	}

	@Override
	public boolean deliver(boolean atOnce, boolean closing) {
		CircuitBreaker breaker = this.pipeline.breaker();
		int queued = this.pipeline.admission().held();
		if (!breaker.isClosed() && (!isTimeToTry(atOnce) || !isBack())) {
			return false;
		}
		boolean all = true;
		while (queued > 0 && breaker.isClosed() && !this.sender.isAbandoned()) {
			List<SpanData> batch = this.batches.next();
			if (batch.isEmpty()) {
				break;
			}
			queued -= batch.size();
			all &= this.sender.send(batch, this.pipeline::settled);
			if (!all && !atOnce) {
				break;
			}
		}
		return all;
	}

	private boolean isTimeToTry(boolean atOnce) {
		return atOnce || this.pipeline.breaker().nanosUntilTry(System.nanoTime()) <= 0;
	}

	// Tried with the span for what is lost, which cannot be lost itself; and with one
	// trace if the exporter did not cope with that, unless the application may hold it
	// back.
	private boolean isBack() {
		this.pipeline.probing();
		List<SpanData> trace = (this.probesWithTrace && !this.sender.isFiltered()) ? this.batches.nextTrace()
				: List.of();
		this.probesWithTrace = !this.probesWithTrace;
		return (trace.isEmpty()) ? this.signal.probe() : this.sender.send(trace, this.pipeline::settled);
	}

	@Override
	public boolean takesBatches() {
		return this.pipeline.breaker().isClosed();
	}

	@Override
	public long pauseNanos() {
		long nanos = this.pipeline.settings().delay().toNanos();
		return (takesBatches()) ? nanos : Math.min(nanos, this.pipeline.breaker().nanosUntilTry(System.nanoTime()));
	}

	@Override
	public boolean isFree() {
		return true;
	}

	@Override
	public boolean isStuck() {
		return !this.pipeline.breaker().isClosed();
	}

	@Override
	public void close() {
	}

}
