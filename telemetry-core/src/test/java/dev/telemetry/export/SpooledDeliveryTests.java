package dev.telemetry.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.Eventually;
import dev.telemetry.export.disk.SpoolSettings;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;

@NoTelemetryLeaks
class SpooledDeliveryTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	// More than the queue takes.
	private static final int MANY = 2_500;

	@TempDir
	private Path directory;

	private OtlpReceiver receiver;

	@BeforeEach
	void start() {
		this.receiver = OtlpReceiver.http();
	}

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsWrittenWhileAllIsWell(OtlpProtocol protocol) throws IOException {
		try (OtlpReceiver backend = ExportPath.receiver(protocol);
				SpooledPath path = new SpooledPath(backend.endpoint(), protocol, this.directory, LONG, 1 << 24)) {
			path.sendAndSettle(500);
			path.awaitSpoolEmpty();
			assertThat(path.health().exported()).isEqualTo(500);
			SpooledPath.assertEachOnce(backend, 500);
		}
		assertThat(segments()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whatABackendDoesNotLetInArrivesLaterAndOnce(OtlpProtocol protocol) {
		try (OtlpReceiver backend = ExportPath.receiver(protocol);
				SpooledPath path = new SpooledPath(backend.endpoint(), protocol, this.directory, LONG, 1 << 26)) {
			backend.respond(Behaviour.status(403));
			for (int i = 0; i < 5; i++) {
				path.sendAndSettle(500);
			}
			assertThat(path.health().spooled()).isEqualTo(MANY);
			backend.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			SpooledPath.assertEachOnce(backend, MANY);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatABackendIsTooBusyForArrivesLater(OtlpProtocol protocol) {
		try (OtlpReceiver backend = ExportPath.receiver(protocol);
				SpooledPath path = new SpooledPath(backend.endpoint(), protocol, this.directory)) {
			backend.respond(Behaviour.status(503));
			for (int i = 0; i < 5; i++) {
				path.sendAndSettle(500);
			}
			ExporterHealth away = path.health();
			assertThat(away.exported()).isZero();
			assertThat(away.lost()).isZero();
			assertThat(away.spooled()).isEqualTo(MANY);
			backend.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			assertThat(path.health().exported()).isEqualTo(MANY);
			SpooledPath.assertEachArrived(backend, MANY);
		}
	}

	@Test
	void whatCannotBeSentBecauseNobodyListensArrivesLater() {
		try (SwitchedPort port = new SwitchedPort();
				SpooledPath path = new SpooledPath(port.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			path.sendAndSettle(500);
			path.sendAndSettle(500);
			assertThat(path.health().spooled()).isEqualTo(1_000);
			port.connectTo(this.receiver.endpoint());
			path.awaitSpoolEmpty();
			SpooledPath.assertEachArrived(this.receiver, 1_000);
			assertThat(path.health().lost()).isZero();
		}
	}

	@Test
	void whileABackendHangsTheQueueStaysFree() {
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory, LONG,
				1 << 26)) {
			this.receiver.respond(Behaviour.hang());
			for (int i = 0; i < 5; i++) {
				path.sendAndSettle(500);
			}
			assertThat(path.health().lost()).isZero();
			assertThat(path.health().spooled()).isEqualTo(MANY);
			this.receiver.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			SpooledPath.assertEachOnce(this.receiver, MANY);
		}
	}

	@Test
	void aSlowBackendGetsEachSpanOnce() {
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory, LONG,
				1 << 26)) {
			this.receiver.respond(Behaviour.delay(Duration.ofMillis(100)));
			for (int i = 0; i < 6; i++) {
				path.sendAndSettle(200);
			}
			path.awaitSpoolEmpty();
			SpooledPath.assertEachOnce(this.receiver, 1_200);
			assertThat(path.health().lost()).isZero();
		}
	}

	@Test
	void theOldestComeFirst() {
		this.receiver.respond(Behaviour.status(403));
		// What is answered after its timeout would be sent twice.
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory,
				ExportPath.PATIENCE, 64 * 1024 * 1024)) {
			for (int i = 0; i < 10; i++) {
				path.sendAndSettle(10);
			}
			int refused = this.receiver.attempts();
			this.receiver.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			List<Integer> numbers = this.receiver.spans()
				.stream()
				.map((span) -> Integer.valueOf(span.name().substring(1)))
				.toList();
			assertThat(numbers).hasSize(100).doesNotHaveDuplicates();
			// The first may be one that was under way when the backend came back.
			assertThat(numbers.subList(10, 100)).isSorted();
			assertThat(this.receiver.attempts()).isGreaterThan(refused);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 413, 500 })
	void aBatchThatTheBackendRefusesForGoodIsLostAndBlocksNothing(int status) {
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			this.receiver.respond(Behaviour.status(status));
			path.send(10);
			path.awaitQueueEmpty();
			Eventually.until(() -> "a refused batch", () -> this.receiver.attempts() > 0);
			this.receiver.respond(Behaviour.accept());
			path.send(10);
			path.awaitSpoolEmpty();
			assertThat(path.dropped(LossReason.EXPORT_FAILED)).isPositive().isEqualTo(path.health().lost());
			assertThat(SpooledPath.received(this.receiver)).hasSize((int) path.health().exported());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404, 429, 502, 504 })
	void whatIsNoFaultOfTheBatchIsSentAgain(int status) {
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			this.receiver.respond(Behaviour.status(status));
			path.sendAndSettle(10);
			this.receiver.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			SpooledPath.assertEachArrived(this.receiver, 10);
			assertThat(path.health().lost()).isZero();
		}
	}

	@Test
	void whatIsRejectedOfABatchFromTheDiskIsCounted() {
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			this.receiver.respond(Behaviour.status(503));
			path.sendAndSettle(10);
			this.receiver.respond(Behaviour.partialSuccess(3, "no"));
			path.awaitSpoolEmpty();
			assertThat(path.dropped(LossReason.REJECTED)).isPositive().isEqualTo(path.health().lost());
			assertThat(path.health().exported()).isEqualTo(10 - path.health().lost());
		}
	}

	@Test
	void aSpoolThatIsSmallerThanABatchMayBeKeepsTheNewestSpans() {
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory,
				ExportPath.REQUEST_TIMEOUT, SpoolSettings.LEAST_SIZE)) {
			this.receiver.respond(Behaviour.status(503));
			for (int i = 0; i < 100; i++) {
				path.pipelines
					.accept(TestTraces.trace("n" + i, 1, (span) -> span.setAttribute("text", "x".repeat(20_000))));
			}
			path.awaitQueueEmpty();
			this.receiver.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			assertThat(path.health().lost()).isEqualTo(path.dropped(LossReason.SPOOL_FULL)).isLessThan(80);
			assertThat(SpooledPath.received(this.receiver)).containsKey(99);
		}
	}

	@Test
	void whatDoesNotFitIsCountedAndTold() {
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory,
				ExportPath.REQUEST_TIMEOUT, SpoolSettings.LEAST_SIZE)) {
			this.receiver.respond(Behaviour.status(503));
			while (path.dropped(LossReason.SPOOL_FULL) == 0) {
				path.sendAndSettle(500);
			}
			this.receiver.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			assertThat(path.health().lost()).isEqualTo(path.dropped(LossReason.SPOOL_FULL));
			assertThat(SpooledPath.received(this.receiver)).hasSize((int) (path.sent() - path.health().lost()));
			Eventually.until(() -> "told: " + this.receiver,
					() -> ExportPath.told(this.receiver) == path.health().lost());
		}
	}

	@Test
	void anotherProcessSendsWhatIsLeft() {
		this.receiver.respond(Behaviour.status(403));
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory, LONG,
				1 << 24)) {
			path.send(500);
		}
		this.receiver.respond(Behaviour.accept());
		assertThat(SpooledPath.received(this.receiver)).isEmpty();
		try (SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory, LONG,
				1 << 24)) {
			this.receiver.awaitSpans(500);
			path.awaitSpoolEmpty();
			assertThat(path.health().handedOver()).isEqualTo(500);
			assertThat(path.health().exported()).isEqualTo(500);
			SpooledPath.assertEachOnce(this.receiver, 500);
		}
	}

	@Test
	void atTheEndNobodyWaitsForABackendThatHangs() {
		this.receiver.respond(Behaviour.hang());
		long start = System.nanoTime();
		SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory, LONG, 1 << 24);
		path.send(1_000);
		path.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(path.health().spooled()).isEqualTo(1_000);
		assertThat(path.health().lost()).isZero();
	}

	@Test
	void withoutAnyTimeAtTheEndEachSpanIsOnTheDiskOrLost() {
		PipelineSettings settings = new PipelineSettings(2_048, 200, 3 * 1024 * 1024, Duration.ofMinutes(1),
				Duration.ofSeconds(20), 2, Duration.ofMillis(50), Duration.ZERO);
		ExportTarget target = ExportPath.target(OtlpReceiver.unusedEndpoint(), OtlpProtocol.HTTP,
				Duration.ofSeconds(5));
		SpanPipelines pipelines = new SpanPipelines(
				List.of(new ExportTarget(target.name(), target.description(), target.exporter(),
						target.signalExporter(), target.responses(),
						new SpoolSettings(this.directory, 64 * 1024 * 1024, Duration.ofHours(1)))),
				settings, Context.root());
		for (int i = 0; i < 100; i++) {
			pipelines.accept(TestTraces.trace("n" + i, 1));
		}
		assertThat(pipelines.shutdown().join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		ExporterHealth health = pipelines.health().get(0);
		assertThat(health.isBalanced()).isTrue();
		assertThat(health.queued()).isZero();
		assertThat(health.spooled() + health.dropped().getOrDefault(LossReason.SHUTDOWN, 0L)).isEqualTo(100);
	}

	@Test
	void withoutADiskItIsAsWithoutASpool() throws IOException {
		Files.createFile(this.directory.resolve("otlp"));
		try (CapturedLog log = new CapturedLog();
				SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			path.sendAndSettle(10);
			path.awaitQueueEmpty();
			assertThat(path.health().exported()).isEqualTo(10);
			this.receiver.respond(Behaviour.status(503));
			path.send(10);
			Eventually.until(() -> "a warning: " + log.everything(), () -> !log.lines(Level.WARN).isEmpty());
			assertThat(log.lines(Level.WARN)).filteredOn((line) -> line.contains("cannot wait in")).hasSize(1);
			assertThat(path.health().queued()).isEqualTo(10);
			this.receiver.respond(Behaviour.accept());
			path.awaitQueueEmpty();
			assertThat(path.health().exported()).isEqualTo(20);
			assertThat(path.health().lost()).isZero();
		}
	}

	@Test
	void twoProcessesDoNotMix() {
		this.receiver.respond(Behaviour.status(503));
		try (OtlpReceiver other = OtlpReceiver.http();
				SpooledPath first = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			first.sendAndSettle(10);
			try (SpooledPath second = new SpooledPath(other.endpoint(), OtlpProtocol.HTTP, this.directory)) {
				second.sendAndSettle(10);
				assertThat(second.health().exported()).isEqualTo(10);
				assertThat(second.health().handedOver()).isEqualTo(10);
			}
			assertThat(first.health().spooled()).isEqualTo(10);
		}
	}

	@Test
	void saysOnceThatSpansWaitAndOnceThatTheyDoNot() {
		try (CapturedLog log = new CapturedLog();
				SpooledPath path = new SpooledPath(this.receiver.endpoint(), OtlpProtocol.HTTP, this.directory)) {
			this.receiver.respond(Behaviour.status(503));
			for (int i = 0; i < 5; i++) {
				path.sendAndSettle(10);
			}
			this.receiver.respond(Behaviour.accept());
			path.awaitSpoolEmpty();
			assertThat(log.lines(Level.WARN)).singleElement().asString().contains("wait in").doesNotContain("s3cr3t");
			Eventually.until(() -> "a line: " + log.everything(), () -> !log.lines(Level.INFO).isEmpty());
			assertThat(log.lines(Level.INFO)).singleElement().asString().contains("No spans").contains("wait any more");
		}
	}

	private List<Path> segments() throws IOException {
		try (var files = Files.walk(this.directory)) {
			return files.filter((file) -> file.toString().endsWith(".spool")).toList();
		}
	}

}
