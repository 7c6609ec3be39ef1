package dev.telemetry.test;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A real OTLP receiver of spans and log records on a free port of 127.0.0.1. It accepts
 * everything until {@link #respond(Behaviour)} makes it misbehave, which may happen at
 * any time.
 * <p>
 * {@link #requests()} has whatever arrived, {@link #spans()} only what an answer
 * accepted. Spans are there before the client has its answer; a client that gave up on a
 * slow answer and sends again is received twice, as by a real backend.
 * <p>
 * Needs {@code io.opentelemetry.proto:opentelemetry-proto} on the test class path, and
 * for gRPC {@code io.grpc:grpc-netty-shaded}, {@code grpc-protobuf} and
 * {@code grpc-stub}. All threads are daemons. Thread-safe.
 *
 * @since 0.1.0
 */
public final class OtlpReceiver implements AutoCloseable {

	private final Ledger ledger = new Ledger();

	private final AnswerDesk desk = new AnswerDesk(this.ledger);

	private final Transport transport;

	private OtlpReceiver(Function<Intake, Transport> transport) {
		this.transport = transport.apply(this.desk);
	}

	/**
	 * Starts a receiver of OTLP/HTTP with protobuf, plain or compressed with gzip, on the
	 * paths {@code /v1/traces} and {@code /v1/logs}. Other paths get 404, other content
	 * 415 or 400.
	 * @return a running receiver, the caller's to close
	 * @throws IllegalStateException when the optional jar is missing
	 */
	public static OtlpReceiver http() {
		requireProtocol();
		return new OtlpReceiver(HttpTransport::new);
	}

	/**
	 * Starts a receiver of OTLP/gRPC without TLS.
	 * @return a running receiver, the caller's to close
	 * @throws IllegalStateException when the optional jars are missing
	 */
	public static OtlpReceiver grpc() {
		requireProtocol();
		OptionalJar.require("io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder", "io.grpc:grpc-netty-shaded");
		OptionalJar.require("io.grpc.protobuf.StatusProto", "io.grpc:grpc-protobuf");
		OptionalJar.require("io.grpc.stub.AbstractStub", "io.grpc:grpc-stub");
		return new OtlpReceiver(GrpcTransport::new);
	}

	/**
	 * Returns an endpoint that refuses connections. Its port stays reserved as long as
	 * the JVM runs.
	 * @return a URL such as {@code http://127.0.0.1:34567}
	 */
	public static String unusedEndpoint() {
		return url(UnusedPort.port());
	}

	/**
	 * Returns where to send. HTTP exporters of OpenTelemetry want the path
	 * {@code /v1/traces} after it.
	 * @return a URL such as {@code http://127.0.0.1:34567}
	 */
	public String endpoint() {
		return url(this.transport.port());
	}

	/**
	 * Changes how requests are answered: those that arrive from now on, and those that
	 * still wait for an answer.
	 * @param behaviour the new behaviour
	 */
	public void respond(Behaviour behaviour) {
		this.desk.respond(behaviour);
	}

	/**
	 * Returns the spans accepted so far, in the order they were accepted.
	 * @return an unmodifiable snapshot
	 */
	public List<ReceivedSpan> spans() {
		return this.ledger.spans().snapshot();
	}

	/**
	 * Waits up to 10 seconds for a number of accepted spans.
	 * @param count the least number of spans
	 * @return an unmodifiable snapshot of all spans, at least {@code count}
	 * @throws AssertionError when the time is up
	 */
	public List<ReceivedSpan> awaitSpans(int count) {
		return awaitSpans(count, Arrivals.DEFAULT_TIMEOUT);
	}

	/**
	 * Waits for a number of accepted spans.
	 * @param count the least number of spans
	 * @param timeout how long to wait
	 * @return an unmodifiable snapshot of all spans, at least {@code count}
	 * @throws AssertionError when the time is up
	 */
	public List<ReceivedSpan> awaitSpans(int count, Duration timeout) {
		return found(this.ledger.spans().await(count, timeout), "at least %d spans".formatted(count), timeout);
	}

	/**
	 * Waits up to 10 seconds for an accepted span that matches.
	 * @param wanted tells whether a span is the one; must be quick, and may see a span
	 * more than once
	 * @return the first span that matches
	 * @throws AssertionError when the time is up
	 */
	public ReceivedSpan awaitSpan(Predicate<? super ReceivedSpan> wanted) {
		return awaitSpan(wanted, Arrivals.DEFAULT_TIMEOUT);
	}

	/**
	 * Waits for an accepted span that matches.
	 * @param wanted tells whether a span is the one; must be quick, and may see a span
	 * more than once
	 * @param timeout how long to wait
	 * @return the first span that matches
	 * @throws AssertionError when the time is up
	 */
	public ReceivedSpan awaitSpan(Predicate<? super ReceivedSpan> wanted, Duration timeout) {
		return found(this.ledger.spans().awaitFirst(wanted, timeout), "a matching span", timeout);
	}

	/**
	 * Returns the log records accepted so far, in the order they were accepted.
	 * @return an unmodifiable snapshot
	 */
	public List<ReceivedLog> logs() {
		return this.ledger.logs().snapshot();
	}

	/**
	 * Waits up to 10 seconds for a number of accepted log records.
	 * @param count the least number of records
	 * @return an unmodifiable snapshot of all records, at least {@code count}
	 * @throws AssertionError when the time is up
	 */
	public List<ReceivedLog> awaitLogs(int count) {
		return found(this.ledger.logs().await(count, Arrivals.DEFAULT_TIMEOUT),
				"at least %d log records".formatted(count), Arrivals.DEFAULT_TIMEOUT);
	}

	/**
	 * Waits up to 10 seconds for an accepted log record that matches.
	 * @param wanted tells whether a record is the one; must be quick, and may see a
	 * record more than once
	 * @return the first record that matches
	 * @throws AssertionError when the time is up
	 */
	public ReceivedLog awaitLog(Predicate<? super ReceivedLog> wanted) {
		return found(this.ledger.logs().awaitFirst(wanted, Arrivals.DEFAULT_TIMEOUT), "a matching log record",
				Arrivals.DEFAULT_TIMEOUT);
	}

	/**
	 * Returns the requests so far, whatever they were answered, in the order they
	 * arrived.
	 * @return an unmodifiable snapshot
	 */
	public List<ReceivedRequest> requests() {
		return this.ledger.requests().snapshot();
	}

	/**
	 * Waits up to 10 seconds for a number of requests, whatever they are answered.
	 * @param count the least number of requests
	 * @return an unmodifiable snapshot of all requests, at least {@code count}
	 * @throws AssertionError when the time is up
	 */
	public List<ReceivedRequest> awaitRequests(int count) {
		return awaitRequests(count, Arrivals.DEFAULT_TIMEOUT);
	}

	/**
	 * Waits for a number of requests, whatever they are answered.
	 * @param count the least number of requests
	 * @param timeout how long to wait
	 * @return an unmodifiable snapshot of all requests, at least {@code count}
	 * @throws AssertionError when the time is up
	 */
	public List<ReceivedRequest> awaitRequests(int count, Duration timeout) {
		return found(this.ledger.requests().await(count, timeout), "at least %d requests".formatted(count), timeout);
	}

	/**
	 * Returns how many requests arrived, whatever they were answered.
	 * @return the number of requests
	 */
	public int attempts() {
		return requests().size();
	}

	/**
	 * Returns how many requests were accepted, in full or in part.
	 * @return the number of batches
	 */
	public int batches() {
		return this.ledger.batches();
	}

	/**
	 * Forgets all spans, log records and requests so far and sets all counts to zero. The
	 * behaviour stays, and requests that wait for an answer go on waiting.
	 */
	public void clear() {
		this.ledger.clear();
	}

	/**
	 * Stops listening, drops all connections, including those of requests without an
	 * answer, and ends all threads. Returns within two seconds; does nothing when called
	 * again. What was received stays readable.
	 */
	@Override
	public void close() {
		this.desk.close();
		this.transport.close();
	}

	/**
	 * Describes what was received, with the spans as a tree.
	 * @return several lines
	 */
	@Override
	public String toString() {
		return "OTLP receiver at %s [%s]: %s".formatted(endpoint(), this.desk.behaviour(), this.ledger);
	}

	private <R> R found(@Nullable R result, String expectation, Duration timeout) {
		if (result == null) {
			throw new AssertionError("Expected %s within %s. %s".formatted(expectation, timeout, this));
		}
		return result;
	}

	private static void requireProtocol() {
		OptionalJar.require("io.opentelemetry.proto.trace.v1.Span", "io.opentelemetry.proto:opentelemetry-proto");
	}

	private static String url(int port) {
		return "http://127.0.0.1:" + port;
	}

}
