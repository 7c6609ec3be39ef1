package dev.telemetry.test;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a receiver does over each transport, seen through the real exporter of
 * OpenTelemetry.
 */
abstract class OtlpReceiverContract {

	static final Duration PATIENT = Duration.ofSeconds(10);

	static final Duration IMPATIENT = Duration.ofMillis(300);

	private Set<Thread> threadsBefore = Set.of();

	OtlpReceiver receiver;

	SpanExporter exporter;

	@BeforeEach
	void start() {
		this.threadsBefore = Thread.getAllStackTraces().keySet();
		this.receiver = newReceiver();
		this.exporter = newExporter(this.receiver.endpoint(), PATIENT, Map.of());
	}

	@AfterEach
	void stop() {
		this.exporter.shutdown().join(10, TimeUnit.SECONDS);
		this.receiver.close();
	}

	abstract OtlpReceiver newReceiver();

	/**
	 * Make an exporter that compresses and does not retry.
	 * @param endpoint of the receiver
	 * @param timeout of one request
	 * @param headers to send
	 * @return the exporter
	 */
	abstract SpanExporter newExporter(String endpoint, Duration timeout, Map<String, String> headers);

	/**
	 * The name of the header that says how the body is compressed.
	 * @return the name
	 */
	abstract String encodingHeader();

	@Test
	void receivesWhatWasExported() {
		SpanData sent = spanWithEverything();
		assertThat(export(List.of(sent)).isSuccess()).isTrue();
		ReceivedSpan span = this.receiver.spans().get(0);
		assertThat(span.traceId()).isEqualTo(sent.getTraceId());
		assertThat(span.spanId()).isEqualTo(sent.getSpanId());
		assertThat(span.parentSpanId()).isEqualTo("b7ad6b7169203331");
		assertThat(span.traceState()).isEqualTo("vendor=1");
		assertThat(span.flags()).isEqualTo(0x301);
		assertThat(span.name()).isEqualTo("GET /orders");
		assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.startEpochNanos()).isEqualTo(sent.getStartEpochNanos());
		assertThat(span.endEpochNanos()).isEqualTo(sent.getEndEpochNanos());
		assertThat(span.statusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.statusMessage()).isEqualTo("declined");
		assertThat(span.attributes())
			.isEqualTo(Map.of("text", "a", "whole", 1L, "part", 0.5, "flag", true, "list", List.of("a", "b")));
		assertThat(span.events()).containsExactly(new ReceivedSpan.Event("retry", Map.of("count", 2L)));
		assertThat(span.resourceAttributes()).containsEntry("telemetry.sdk.language", "java");
		assertThat(span.scopeName()).isEqualTo("dev.telemetry.test");
	}

	@Test
	void givesRootSpansAnEmptyParent() {
		export(Spans.many(1));
		assertThat(this.receiver.spans().get(0).parentSpanId()).isEmpty();
	}

	@Test
	void seesHeadersInAnyCaseAndTheCompression() {
		try (SpanExporter custom = newExporter(this.receiver.endpoint(), PATIENT, Map.of("x-api-key", "secret"))) {
			custom.export(Spans.many(1)).join(10, TimeUnit.SECONDS);
		}
		ReceivedRequest request = this.receiver.requests().get(0);
		assertThat(request.header("X-Api-Key")).containsExactly("secret");
		assertThat(request.header(encodingHeader())).containsExactly("gzip");
		assertThat(request.header("absent")).isEmpty();
		assertThat(request.spans()).isEqualTo(this.receiver.spans());
	}

	@Test
	void countsBatchesAndAttempts() {
		export(Spans.many(3));
		export(Spans.many(2));
		assertThat(this.receiver.spans()).hasSize(5);
		assertThat(this.receiver.batches()).isEqualTo(2);
		assertThat(this.receiver.attempts()).isEqualTo(2);
	}

	@Test
	void clearForgetsWhatWasReceived() {
		export(Spans.many(1));
		this.receiver.clear();
		assertThat(this.receiver.spans()).isEmpty();
		assertThat(this.receiver.attempts()).isZero();
		assertThat(this.receiver.batches()).isZero();
	}

	@Test
	void delayAcceptsLate() {
		this.receiver.respond(Behaviour.delay(Duration.ofMillis(200)));
		long start = System.nanoTime();
		assertThat(export(Spans.many(1)).isSuccess()).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		assertThat(this.receiver.spans()).hasSize(1);
	}

	@Test
	void delayLongerThanTheTimeoutOfTheClientFailsTheExport() {
		this.receiver.respond(Behaviour.delay(Duration.ofSeconds(30)));
		assertThat(exportImpatiently().isSuccess()).isFalse();
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void hangNeverAnswers() {
		this.receiver.respond(Behaviour.hang());
		assertThat(exportImpatiently().isSuccess()).isFalse();
		assertThat(this.receiver.attempts()).isEqualTo(1);
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void hangHoldsRequestsUntilTheBehaviourChanges() {
		this.receiver.respond(Behaviour.hang());
		CompletableResultCode first = this.exporter.export(Spans.many(1));
		CompletableResultCode second = this.exporter.export(Spans.many(2));
		this.receiver.awaitRequests(2);
		assertThat(first.isDone() || second.isDone()).isFalse();
		this.receiver.respond(Behaviour.accept());
		assertThat(first.join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(second.join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(this.receiver.spans()).hasSize(3);
	}

	@ParameterizedTest
	@MethodSource("allAnswers")
	void answersToAClientThatGaveUpDoNoHarm(Behaviour answer) {
		this.receiver.respond(Behaviour.hang());
		assertThat(exportImpatiently().isSuccess()).isFalse();
		this.receiver.respond(answer);
		this.receiver.respond(Behaviour.accept());
		assertThat(export(Spans.many(1)).isSuccess()).isTrue();
	}

	@Test
	void heldRequestsCanBeRejectedWithoutCountingTheirSpans() {
		this.receiver.respond(Behaviour.hang());
		CompletableResultCode held = this.exporter.export(Spans.many(1));
		this.receiver.awaitRequests(1);
		this.receiver.respond(Behaviour.status(400));
		assertThat(held.join(10, TimeUnit.SECONDS).isSuccess()).isFalse();
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void delayedRequestsFollowANewBehaviourOnce() {
		this.receiver.respond(Behaviour.delay(Duration.ofSeconds(30)));
		CompletableResultCode result = this.exporter.export(Spans.many(1));
		this.receiver.awaitRequests(1);
		this.receiver.respond(Behaviour.delay(Duration.ofMillis(50)));
		assertThat(result.join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
		assertThat(this.receiver.batches()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 401, 403, 404, 413, 429, 500, 501, 502, 503, 504 })
	void statusRejectsTheSpans(int status) {
		this.receiver.respond(Behaviour.status(status));
		assertThat(export(Spans.many(1)).isSuccess()).isFalse();
		assertThat(this.receiver.attempts()).isEqualTo(1);
		assertThat(this.receiver.batches()).isZero();
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void partialSuccessKeepsAllButTheLastSpans() {
		this.receiver.respond(Behaviour.partialSuccess(2, "over quota"));
		assertThat(export(Spans.many(5)).isSuccess()).isTrue();
		assertThat(this.receiver.spans()).extracting(ReceivedSpan::name).containsExactly("span 0", "span 1", "span 2");
		assertThat(this.receiver.batches()).isEqualTo(1);
	}

	@Test
	void partialSuccessMayRejectMoreThanWasSent() {
		this.receiver.respond(Behaviour.partialSuccess(Long.MAX_VALUE, "over quota"));
		export(Spans.many(5));
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void refuseClosesTheConnection() {
		this.receiver.respond(Behaviour.refuse());
		assertThat(export(Spans.many(1)).isSuccess()).isFalse();
		assertThat(this.receiver.attempts()).isPositive();
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void bodyThatIsNotOtlpAcceptsNothing() {
		this.receiver.respond(Behaviour.body("text/html", "<html>Log in</html>"));
		export(Spans.many(1));
		assertThat(this.receiver.attempts()).isEqualTo(1);
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void recoversFromEveryBehaviour() {
		List<Behaviour> faults = List.of(Behaviour.status(503), Behaviour.refuse(), Behaviour.body("text/html", "?"),
				Behaviour.closeInTheMiddle(), Behaviour.hugeBody(8 * 1024 * 1024), Behaviour.partialSuccess(1, "no"),
				Behaviour.accept());
		for (Behaviour fault : faults) {
			this.receiver.respond(fault);
			export(Spans.many(1));
		}
		assertThat(export(Spans.many(1)).isSuccess()).isTrue();
		assertThat(this.receiver.spans()).hasSize(2);
	}

	@Test
	void receivesExactlyWhatItAcceptedFromManyThreads() {
		List<CompletableFuture<Integer>> senders = IntStream.range(0, 4)
			.mapToObj((sender) -> CompletableFuture.supplyAsync(this::exportManyTimes))
			.toList();
		this.receiver.awaitRequests(5);
		this.receiver.respond(Behaviour.status(400));
		this.receiver.awaitRequests(15);
		this.receiver.respond(Behaviour.accept());
		int accepted = senders.stream().mapToInt((sender) -> sender.orTimeout(30, TimeUnit.SECONDS).join()).sum();
		assertThat(this.receiver.spans()).hasSize(accepted);
		assertThat(this.receiver.spans().stream().map(ReceivedSpan::spanId).distinct()).hasSize(accepted);
		assertThat(this.receiver.batches()).isEqualTo(accepted / 10);
		assertThat(this.receiver.attempts()).isEqualTo(40);
	}

	@Test
	void takesBatchesOfSeveralMegabytes() {
		String text = "x".repeat(1000);
		SpanData span = Spans.finished((work) -> work.setAttribute("text", text));
		assertThat(export(Collections.nCopies(8000, span)).isSuccess()).isTrue();
		assertThat(this.receiver.spans()).hasSize(8000);
	}

	@Test
	void awaitSpansReturnsWhenTheSpansArrive() {
		CompletableFuture<List<ReceivedSpan>> waiting = CompletableFuture
			.supplyAsync(() -> this.receiver.awaitSpans(3));
		export(Spans.many(3));
		assertThat(waiting.orTimeout(10, TimeUnit.SECONDS).join()).hasSize(3);
	}

	@Test
	void awaitSpanReturnsTheSpanThatMatches() {
		export(Spans.many(3));
		assertThat(this.receiver.awaitSpan((span) -> span.name().equals("span 1")).name()).isEqualTo("span 1");
	}

	@Test
	void waitsFailWithWhatWasReceived() {
		export(Spans.many(1));
		this.receiver.respond(Behaviour.status(503));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.receiver.awaitSpans(2, Duration.ofMillis(20)))
			.withMessageContaining("Expected at least 2 spans within PT0.02S")
			.withMessageContaining(this.receiver.endpoint() + " [status 503]: spans=1, batches=1, requests=1")
			.withMessageContaining("span 0 (INTERNAL, UNSET) {}");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.receiver.awaitSpan((span) -> false, Duration.ofMillis(20)))
			.withMessageContaining("Expected a matching span");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.receiver.awaitRequests(2, Duration.ofMillis(20)))
			.withMessageContaining("Expected at least 2 requests");
	}

	@Test
	void runsOnFewThreadsThatAreAllDaemons() {
		this.receiver.respond(Behaviour.hang());
		for (int i = 0; i < 8; i++) {
			this.exporter.export(Spans.many(1));
		}
		this.receiver.awaitRequests(5);
		Set<Thread> started = startedThreads();
		assertThat(started).allMatch(Thread::isDaemon);
		assertThat(started.stream().filter((thread) -> thread.getName().startsWith("otlp-receiver-"))).hasSizeBetween(1,
				5);
	}

	@Test
	void closeIsPromptAndEndsAllThreadsWhileRequestsHang() throws InterruptedException {
		this.receiver.respond(Behaviour.hang());
		CompletableResultCode result = this.exporter.export(Spans.many(1));
		this.receiver.awaitRequests(1);
		Set<Thread> own = startedThreads().stream()
			.filter((thread) -> thread.getName().startsWith("otlp-receiver-"))
			.collect(Collectors.toSet());
		long start = System.nanoTime();
		this.receiver.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		for (Thread thread : own) {
			thread.join(2000);
			assertThat(thread.isAlive()).as(thread.getName()).isFalse();
		}
		assertThat(result.join(10, TimeUnit.SECONDS).isSuccess()).isFalse();
	}

	@Test
	void leavesNoThreadThatKeepsTheJvmAlive() {
		export(Spans.many(1));
		this.receiver.close();
		assertThat(startedThreads()).allMatch(Thread::isDaemon);
	}

	@Test
	void closeIsPromptWhileAnAnswerIsDelayed() {
		this.receiver.respond(Behaviour.delay(Duration.ofSeconds(30)));
		CompletableResultCode result = this.exporter.export(Spans.many(1));
		this.receiver.awaitRequests(1);
		this.receiver.close();
		assertThat(result.join(10, TimeUnit.SECONDS).isSuccess()).isFalse();
		assertThat(this.receiver.spans()).isEmpty();
	}

	@Test
	void canBeClosedTwiceAndReadAfterwards() {
		export(Spans.many(1));
		this.receiver.close();
		this.receiver.close();
		this.receiver.respond(Behaviour.accept());
		assertThat(this.receiver.spans()).hasSize(1);
	}

	@Test
	void refusesConnectionsOnceClosed() {
		this.receiver.close();
		assertThat(export(Spans.many(1)).isSuccess()).isFalse();
		assertThat(this.receiver.attempts()).isZero();
	}

	@Test
	void nobodyListensOnTheUnusedEndpoint() {
		try (SpanExporter lost = newExporter(OtlpReceiver.unusedEndpoint(), PATIENT, Map.of())) {
			assertThat(lost.export(Spans.many(1)).join(10, TimeUnit.SECONDS).isSuccess()).isFalse();
		}
		assertThat(OtlpReceiver.unusedEndpoint()).isNotEqualTo(this.receiver.endpoint())
			.isEqualTo(OtlpReceiver.unusedEndpoint());
	}

	CompletableResultCode export(List<SpanData> spans) {
		return this.exporter.export(spans).join(20, TimeUnit.SECONDS);
	}

	static Stream<Behaviour> allAnswers() {
		return Stream.of(Behaviour.accept(), Behaviour.status(503, Duration.ofSeconds(1)),
				Behaviour.partialSuccess(1, "no"), Behaviour.refuse(), Behaviour.body("text/html", "?"),
				Behaviour.drip(), Behaviour.closeInTheMiddle(), Behaviour.hugeBody(8 * 1024 * 1024));
	}

	private CompletableResultCode exportImpatiently() {
		try (SpanExporter impatient = newExporter(this.receiver.endpoint(), IMPATIENT, Map.of())) {
			return impatient.export(Spans.many(1)).join(10, TimeUnit.SECONDS);
		}
	}

	private int exportManyTimes() {
		int accepted = 0;
		for (int i = 0; i < 10; i++) {
			accepted += export(Spans.many(10)).isSuccess() ? 10 : 0;
		}
		return accepted;
	}

	private Set<Thread> startedThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.threadsBefore.contains(thread))
			.collect(Collectors.toSet());
	}

	private static SpanData spanWithEverything() {
		SpanContext parent = SpanContext.createFromRemoteParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331",
				TraceFlags.getSampled(), TraceState.builder().put("vendor", "1").build());
		RecordedSpans recorded = new RecordedSpans();
		Tracer tracer = recorded.newTracerProvider().get("dev.telemetry.test");
		Span span = tracer.spanBuilder("GET /orders")
			.setSpanKind(SpanKind.SERVER)
			.setParent(Context.root().with(Span.wrap(parent)))
			.startSpan();
		span.setAttribute("text", "a")
			.setAttribute("whole", 1)
			.setAttribute("part", 0.5)
			.setAttribute("flag", true)
			.setAttribute(AttributeKey.stringArrayKey("list"), List.of("a", "b"))
			.addEvent("retry", Attributes.of(AttributeKey.longKey("count"), 2L))
			.setStatus(StatusCode.ERROR, "declined")
			.end();
		return recorded.spans().get(0);
	}

}
