package dev.telemetry.export;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.telemetry.Eventually;
import dev.telemetry.export.otlp.OtlpProtocol;
import dev.telemetry.health.BreakerState;
import dev.telemetry.health.ExporterHealth;
import dev.telemetry.health.LossReason;
import dev.telemetry.names.SpanNames;
import dev.telemetry.test.Behaviour;
import dev.telemetry.test.NoTelemetryLeaks;
import dev.telemetry.test.OtlpReceiver;
import dev.telemetry.test.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a backend does, every span is accounted for, the log is short and says no
 * secret, and as soon as the backend is back so are the spans, together with word of what
 * is missing.
 */
@NoTelemetryLeaks
abstract class FaultMatrixContract {

	// One failure opens the breaker.
	private static final PipelineSettings SETTINGS = new PipelineSettings(100, 20, 3 * 1024 * 1024,
			Duration.ofMillis(10), Duration.ofSeconds(2), 1, Duration.ofMillis(50), Duration.ofSeconds(2));

	private final OtlpProtocol protocol;

	private CapturedLog log;

	private OtlpReceiver receiver;

	FaultMatrixContract(OtlpProtocol protocol) {
		this.protocol = protocol;
	}

	/** The first request of a process takes so long that it would be given up. */
	@BeforeAll
	static void sendTheFirstRequests() {
		for (OtlpProtocol protocol : OtlpProtocol.values()) {
			try (OtlpReceiver receiver = ExportPath.receiver(protocol);
					ExportPath path = ExportPath.to(receiver.endpoint(), protocol, ExportPath.PATIENT,
							ExportPath.PATIENCE)) {
				path.send(1, 1);
				receiver.awaitSpan((span) -> true);
			}
		}
	}

	@BeforeEach
	void start() {
		this.log = new CapturedLog();
		this.receiver = ExportPath.receiver(this.protocol);
	}

	@AfterEach
	void stop() {
		this.receiver.close();
		this.log.close();
	}

	static Stream<Behaviour> faults() {
		String page = "<html>Please log in. You sent " + ExportPath.SECRET + "</html>";
		return Stream.of(Behaviour.refuse(), Behaviour.hang(), Behaviour.drip(), Behaviour.closeInTheMiddle(),
				Behaviour.status(400), Behaviour.status(401), Behaviour.status(413),
				Behaviour.status(429, Duration.ofSeconds(1)), Behaviour.status(500), Behaviour.status(503),
				Behaviour.body("text/html", page), Behaviour.body("application/x-protobuf", new byte[] { -1, 7, 0, 9 }),
				Behaviour.hugeBody(100_000_000));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void survivesWhatABackendDoes(Behaviour fault) {
		this.receiver.respond(fault);
		try (ExportPath path = path(this.receiver.endpoint())) {
			loseSome(path);
			// What still waits for an answer gets none, so that it does not count there.
			this.receiver.respond(Behaviour.refuse());
			this.receiver.respond(Behaviour.accept());
			recovers(path);
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 2, Long.MAX_VALUE })
	void countsWhatABackendRejectsOfABatchThatItAccepts(long rejected) {
		this.receiver.respond(Behaviour.partialSuccess(rejected, "no more of " + ExportPath.SECRET));
		try (ExportPath path = path(this.receiver.endpoint())) {
			path.send(10, 3);
			path.awaitRest();
			// It rejects this one as well.
			awaitAttemptToTell();
			assertThat(ExportPath.dataLoss(this.receiver)).isEmpty();
			assertThat(path.health().dropped()).containsOnlyKeys(LossReason.values())
				.hasEntrySatisfying(LossReason.REJECTED, (number) -> assertThat(number).isPositive());
			assertThat(path.health().breaker()).isEqualTo(BreakerState.CLOSED);
			this.receiver.respond(Behaviour.accept());
			recovers(path);
		}
	}

	@Test
	void sendsToABackendThatComesUpLate() {
		try (SwitchedPort port = new SwitchedPort(); ExportPath path = path(port.endpoint())) {
			loseSome(path);
			port.connectTo(this.receiver.endpoint());
			recovers(path);
		}
	}

	@Test
	void survivesAnotherProtocolOnThePort() {
		OtlpProtocol wrong = (this.protocol == OtlpProtocol.GRPC) ? OtlpProtocol.HTTP : OtlpProtocol.GRPC;
		try (SwitchedPort port = new SwitchedPort();
				OtlpReceiver other = ExportPath.receiver(wrong);
				ExportPath path = path(port.endpoint())) {
			port.connectTo(other.endpoint());
			loseSome(path);
			assertThat(other.spans()).isEmpty();
			port.connectTo(this.receiver.endpoint());
			recovers(path);
		}
	}

	@Test
	void endsWhereNobodyEverListened() {
		ExportPath path = path(OtlpReceiver.unusedEndpoint());
		loseSome(path);
		path.close();
		assertThat(path.health().exported()).isZero();
		saysLittle(path, 3);
	}

	// All on this thread, as a request would: it waits for nothing.
	@Test
	void handingOverDoesNotWaitForABackendThatHangs() {
		this.receiver.respond(Behaviour.hang());
		try (ExportPath path = ExportPath.to(this.receiver.endpoint(), this.protocol, ExportPath.FAST,
				Duration.ofSeconds(20))) {
			path.send(1, 1);
			this.receiver.awaitRequests(1);
			path.send(200, 1);
			ExporterHealth health = path.health();
			assertThat(health.handedOver()).isEqualTo(201);
			assertThat(health.exported()).isZero();
			assertThat(health.queued()).isPositive().isLessThanOrEqualTo(health.capacity());
			assertThat(health.dropped().get(LossReason.QUEUE_FULL)).isEqualTo(201 - health.capacity());
			this.receiver.respond(Behaviour.accept());
			path.awaitTold(this.receiver);
			assertThat(ExportPath.work(this.receiver)).hasSize(health.capacity());
		}
	}

	private ExportPath path(String endpoint) {
		return ExportPath.to(endpoint, this.protocol, SETTINGS, ExportPath.REQUEST_TIMEOUT);
	}

	private void loseSome(ExportPath path) {
		path.send(10, 3);
		path.awaitOpen();
		// More than the queue takes: what is refused for now waits.
		path.send(40, 3);
		path.awaitLoss();
		assertThat(path.health().queued()).isLessThanOrEqualTo(path.health().capacity());
	}

	private void recovers(ExportPath path) {
		// What has waited gives its room back.
		path.awaitRest();
		path.send(TestTraces.trace("after", 2));
		this.receiver.awaitSpan((span) -> span.name().equals("after"));
		path.awaitTold(this.receiver);
		ExporterHealth health = path.health();
		assertThat(health.breaker()).isEqualTo(BreakerState.CLOSED);
		assertThat(health.isBalanced()).isTrue();
		// A batch whose answer got lost is sent again.
		assertThat(ExportPath.work(this.receiver)).hasSizeGreaterThanOrEqualTo((int) health.exported());
		// A batch whose answer came too late has arrived, and counts as lost.
		assertThat(spanIds()).hasSizeBetween((int) health.exported(),
				(int) (health.exported() + health.dropped().getOrDefault(LossReason.EXPORT_FAILED, 0L)));
		assertThat(health.lost()).isPositive();
		assertThat(ExportPath.told(this.receiver)).isEqualTo(health.lost());
		// That spans wait, and that some are lost.
		saysLittle(path, 2);
	}

	private void awaitAttemptToTell() {
		Eventually.until(() -> "the span for what is lost: " + this.receiver,
				() -> this.receiver.requests()
					.stream()
					.flatMap((request) -> request.spans().stream())
					.anyMatch((span) -> span.name().equals(SpanNames.DATA_LOSS)));
	}

	private Set<String> spanIds() {
		return ExportPath.work(this.receiver).stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
	}

	private void saysLittle(ExportPath path, int mostWarnings) {
		assertThat(this.log.lines(Level.WARN)).hasSizeBetween(1, mostWarnings);
		assertThat(this.log.lines(Level.INFO)).hasSizeLessThanOrEqualTo(1);
		assertThat(this.log.lines(Level.ERROR)).isEmpty();
		// The receiver's own words stand for what a backend echoes.
		assertThat(this.log.everything())
			.allSatisfy((line) -> assertThat(line).doesNotContain(ExportPath.SECRET, "Answered by the test"));
		assertThat(path.health().toString()).doesNotContain(ExportPath.SECRET, "Answered by the test");
	}

}
