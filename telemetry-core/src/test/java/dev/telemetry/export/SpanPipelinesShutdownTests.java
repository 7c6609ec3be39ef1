package dev.telemetry.export;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.ExporterState;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of an application: nothing is lost that can be delivered, nobody waits for long
 * and no thread stays.
 */
@NoTelemetryLeaks
class SpanPipelinesShutdownTests {

	// Waits long for more spans, and not long at the end.
	private static final PipelineSettings SETTINGS = new PipelineSettings(100, 20, 3 * 1024 * 1024,
			Duration.ofMinutes(1), Duration.ofMinutes(1), 2, Duration.ofMillis(50), Duration.ofMillis(300));

	@AutoClose
	private final CapturedLog log = new CapturedLog();

	@ParameterizedTest
	@EnumSource
	void deliversWhatIsQueued(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol)) {
			ExportPath path = ExportPath.to(receiver.endpoint(), protocol, ExportPath.PATIENT, Duration.ofSeconds(20));
			path.send(200, 3);
			path.close();
			assertThat(receiver.spans()).hasSize(600);
			assertThat(path.health().exported()).isEqualTo(600);
			assertThat(this.log.everything()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void givesUpABackendThatHangsAndSaysWhatIsLost(OtlpProtocol protocol) {
		try (OtlpReceiver receiver = ExportPath.receiver(protocol)) {
			receiver.respond(Behaviour.hang());
			ExportPath path = ExportPath.to(receiver.endpoint(), protocol, SETTINGS, Duration.ofMinutes(1));
			path.send(10, 5);
			receiver.awaitRequests(1);
			long start = System.nanoTime();
			path.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
			assertThat(path.dropped(LossReason.SHUTDOWN)).isEqualTo(50);
			assertThat(this.log.lines(Level.WARN))
				.containsExactly("Spans could not be delivered before the application ended: 50 to otlp");
		}
	}

	@Test
	void sendsWhatWasRefusedForNowWithinTheTimeThatIsLeft() {
		PipelineSettings settings = new PipelineSettings(100, 20, 3 * 1024 * 1024, Duration.ofMinutes(1),
				Duration.ofMinutes(1), 3, Duration.ofMinutes(1), Duration.ofSeconds(2));
		ScriptedExporter exporter = new ScriptedExporter(
				(batch) -> CompletableResultCode.ofExceptionalFailure(new ConnectException("Connection refused")));
		ExportPath path = ExportPath.to(exporter, settings);
		path.send(20, 1);
		Eventually.until(() -> "a refusal: " + path.pipelines, () -> path.health().lastFailure() != null);
		exporter.follow(ScriptedExporter.SUCCEED);
		path.close();
		assertThat(path.health().exported()).isEqualTo(20);
	}

	@Test
	void countsWhatIsQueuedWhereNoThreadWasToBeHadForTheClock() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.HANG);
		ExportPipelines<ReadableSpan, SpanData> pipelines = new ExportPipelines<>(
				new SpanRecords(UnaryOperator.identity()), List.of(new SpanSink(ExportTarget.of("scripted", exporter))),
				SETTINGS, Context.root(), (work) -> {
					throw new OutOfMemoryError("unable to create native thread");
				});
		pipelines.accept(TestTraces.trace(3), 300, false);
		assertThat(pipelines.shutdown().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		ExporterState state = pipelines.states().get(0);
		assertThat(state.dropped(LossReason.SHUTDOWN)).isEqualTo(3);
		assertThat(exporter.shutdowns).hasValue(1);
	}

	@Test
	void countsWhatIsHandedOverAfterwards() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		ExportPath path = ExportPath.to(exporter, SETTINGS);
		path.send(1, 2);
		path.close();
		path.send(1, 3);
		assertThat(path.health().exported()).isEqualTo(2);
		assertThat(path.dropped(LossReason.SHUTDOWN)).isEqualTo(3);
		assertThat(path.health().isBalanced()).isTrue();
	}

	@Test
	void shutsTheExporterDownOnceWhenAskedTwice() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		ExportPath path = ExportPath.to(exporter, SETTINGS);
		path.send(1, 2);
		path.close();
		path.close();
		assertThat(exporter.shutdowns).hasValue(1);
	}

	@Test
	void shutsAnExporterDownThatWasNeverCalled() {
		ScriptedExporter exporter = new ScriptedExporter(ScriptedExporter.SUCCEED);
		ExportPath path = ExportPath.to(exporter, SETTINGS);
		path.close();
		assertThat(exporter.shutdowns).hasValue(1);
		assertThat(exporter.batches).isEmpty();
	}

	@Test
	void startsNoThreadBeforeTheFirstSpan() {
		ExportPath path = ExportPath.to(new ScriptedExporter(ScriptedExporter.SUCCEED), SETTINGS);
		assertThat(exportThreads()).isEmpty();
		path.close();
	}

	@ParameterizedTest
	@EnumSource(ShutdownFault.class)
	void anExporterThatCannotBeShutDownDoesNotKeepTheApplication(ShutdownFault fault) {
		CountDownLatch release = new CountDownLatch(1);
		ExportPath path = ExportPath.to(new FaultyAtTheEnd(fault, release), SETTINGS);
		try {
			path.close();
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void leavesNoThreadOfTwentyApplications() {
		List<ExportPath> paths = IntStream.range(0, 20)
			.mapToObj((i) -> ExportPath.to(new ScriptedExporter(ScriptedExporter.SUCCEED), SETTINGS))
			.toList();
		paths.forEach((path) -> path.send(2, 2));
		paths.forEach((path) -> path.pipelines.shutdown());
		paths.forEach(ExportPath::close);
		assertThat(paths).allSatisfy((path) -> assertThat(path.health().exported()).isEqualTo(4));
		Eventually.until(() -> "the end of " + exportThreads(), () -> exportThreads().isEmpty());
	}

	@Test
	void threadsAreDaemons() {
		try (ExportPath path = ExportPath.to(new ScriptedExporter(ScriptedExporter.SUCCEED), SETTINGS)) {
			path.send(1, 1);
			path.awaitRest();
			// One for the exporter, and one for its timeouts.
			assertThat(exportThreads()).hasSize(2).allMatch(Thread::isDaemon);
		}
	}

	@Test
	void interruptsAnExporterThatBlocks() {
		ExportPath path = ExportPath.to(new ScriptedExporter(SpanPipelinesShutdownTests::block), SETTINGS);
		path.send(20, 1);
		path.close();
		assertThat(path.dropped(LossReason.SHUTDOWN)).isEqualTo(20);
	}

	@Test
	void withoutExportersThereIsNothingToDo() {
		SpanPipelines none = new SpanPipelines(List.of(), SETTINGS, Context.root());
		none.accept(TestTraces.trace(1));
		assertThat(none.forceFlush().isSuccess()).isTrue();
		assertThat(none.shutdown().join(5, TimeUnit.SECONDS).isSuccess()).isTrue();
	}

	private static CompletableResultCode block(List<SpanData> batch) {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return CompletableResultCode.ofSuccess();
	}

	private static List<Thread> exportThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("telemetry-export-"))
			.toList();
	}

	/** How an exporter behaves at its end. */
	enum ShutdownFault {

		THROWS, RETURNS_NULL, NEVER_COMPLETES, BLOCKS

	}

	/**
	 * An exporter that cannot be shut down.
	 *
	 * @param fault how it behaves
	 * @param release ends what blocks
	 */
	private record FaultyAtTheEnd(ShutdownFault fault, CountDownLatch release) implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> spans) {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return switch (this.fault) {
				case THROWS -> throw new IllegalStateException();
				case RETURNS_NULL -> null;
				case NEVER_COMPLETES -> new CompletableResultCode();
				case BLOCKS -> blocked();
			};
		}

		private CompletableResultCode blocked() {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return CompletableResultCode.ofSuccess();
		}

	}

}
