package dev.telemetry.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.opentelemetry.context.Context;

import dev.telemetry.Eventually;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipeline with a real OTLP exporter at its end and a spool before it, that numbers
 * what it sends.
 */
final class SpooledPath implements AutoCloseable {

	static final PipelineSettings SETTINGS = new PipelineSettings(2_048, 200, 3 * 1024 * 1024, Duration.ofMillis(50),
			Duration.ofSeconds(20), 2, Duration.ofMillis(50), Duration.ofSeconds(8));

	final SpanPipelines pipelines;

	private int sent;

	SpooledPath(String url, OtlpProtocol protocol, Path directory) {
		this(url, protocol, directory, ExportPath.REQUEST_TIMEOUT, 64 * 1024 * 1024);
	}

	SpooledPath(String url, OtlpProtocol protocol, Path directory, Duration timeout, long maxSize) {
		SpoolSettings spool = new SpoolSettings(directory, maxSize, Duration.ofHours(1));
		ExportTarget target = ExportPath.target(url, protocol, timeout);
		this.pipelines = new SpanPipelines(List.of(new ExportTarget(target.name(), target.description(),
				target.exporter(), target.signalExporter(), target.responses(), spool)), SETTINGS, Context.root());
	}

	/**
	 * Sends traces of one span each, whose names are numbers that go on.
	 */
	void send(int traces) {
		for (int i = 0; i < traces; i++) {
			this.pipelines.accept(TestTraces.trace("n" + this.sent++, 1));
		}
	}

	/**
	 * Sends, and waits until all of it is acknowledged or on the disk.
	 */
	void sendAndSettle(int traces) {
		send(traces);
		awaitQueueEmpty();
	}

	void awaitQueueEmpty() {
		Eventually.until(() -> "an empty queue: " + this.pipelines,
				() -> health().queued() == 0 && health().isBalanced());
	}

	void awaitSpoolEmpty() {
		awaitQueueEmpty();
		Eventually.until(() -> "an empty spool: " + this.pipelines,
				() -> health().spooled() == 0 && health().isBalanced());
	}

	ExporterHealth health() {
		return this.pipelines.health().get(0);
	}

	long dropped(LossReason reason) {
		return health().dropped().getOrDefault(reason, 0L);
	}

	int sent() {
		return this.sent;
	}

	/**
	 * Which of the numbered spans were received, and how often.
	 */
	static TreeMap<Integer, Long> received(OtlpReceiver receiver) {
		return receiver.spans()
			.stream()
			.map(ReceivedSpan::name)
			.filter((name) -> name.startsWith("n"))
			.collect(Collectors.groupingBy((name) -> Integer.valueOf(name.substring(1)), TreeMap::new,
					Collectors.counting()));
	}

	/**
	 * Checks that each span was received. Once, but for those of a request that is
	 * answered after its timeout, which is repeated.
	 */
	static void assertEachArrived(OtlpReceiver receiver, int number) {
		TreeMap<Integer, Long> received = received(receiver);
		assertThat(received).hasSize(number);
		assertThat(received.values().stream().filter((times) -> times > 1).count())
			.isLessThanOrEqualTo(3L * SETTINGS.batchSize());
	}

	/**
	 * Checks that each span was received once.
	 */
	static void assertEachOnce(OtlpReceiver receiver, int number) {
		TreeMap<Integer, Long> received = received(receiver);
		assertThat(received).hasSize(number);
		assertThat(received.values()).containsOnly(1L);
		assertThat(received.firstKey()).isZero();
		assertThat(received.lastKey()).isEqualTo(number - 1);
	}

	@Override
	public void close() {
		assertThat(this.pipelines.shutdown().join(10, TimeUnit.SECONDS).isDone()).as("shutdown").isTrue();
		assertThat(health().isBalanced()).as("balance of " + health()).isTrue();
		assertThat(health().queued()).as("queued of " + health()).isZero();
	}

}
