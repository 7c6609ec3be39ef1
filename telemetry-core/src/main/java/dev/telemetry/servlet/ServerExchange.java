package dev.telemetry.servlet;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.request.PathRule;

/**
 * One request from the filter to its end, which may be on another thread. There is one
 * object of 72 bytes for each request; {@link ExchangeNotes} has the data that most
 * requests do not need.
 */
final class ServerExchange extends ExchangeOutcome implements ObservedRequest, RequestWork, RootProgress {

	private static final String ATTRIBUTE = ServerExchange.class.getName();

	private static final AtomicReferenceFieldUpdater<ServerExchange, @Nullable Thread> WORKER = AtomicReferenceFieldUpdater
		.newUpdater(ServerExchange.class, Thread.class, "worker");

	private final HttpServletRequest request;

	private final HttpServletResponse response;

	private final @Nullable Context context;

	private final RootDecider decider;

	private final long startNanos;

	private final long startEpochNanos;

	private @Nullable RequestObservation observation;

	private volatile @Nullable ExchangeNotes notes;

	private volatile @Nullable String pattern;

	private volatile @Nullable Thread worker;

	/**
	 * Creates an exchange.
	 * @param context the context that has the span of the request, or {@code null} if
	 * there is none
	 * @param path the rule of the path, or {@code null} if there is none
	 * @param decider decides whether the trace is kept
	 * @param startNanos when the exchange began, by the monotonic clock of the JVM
	 * @param startEpochNanos when the exchange began, in nanoseconds since 1970
	 */
	ServerExchange(HttpServletRequest request, HttpServletResponse response, @Nullable Context context,
			@Nullable PathRule path, RootDecider decider, long startNanos, long startEpochNanos) {
		this.request = request;
		this.response = response;
		this.context = context;
		this.decider = decider;
		this.startNanos = startNanos;
		this.startEpochNanos = startEpochNanos;
		if (path != null) {
			this.notes = new ExchangeNotes(path);
		}
	}

	/**
	 * Returns the exchange of a request, or {@code null} if there is none.
	 */
	static @Nullable ServerExchange of(ServletRequest request) {
		// A filter of another class loader may have set an attribute of the same name.
		return (request.getAttribute(ATTRIBUTE) instanceof ServerExchange exchange) ? exchange : null;
	}

	/**
	 * Lets the request find the exchange.
	 */
	void attach() {
		this.request.setAttribute(ATTRIBUTE, this);
	}

	@Override
	public HttpServletRequest request() {
		return this.request;
	}

	@Override
	public HttpServletResponse response() {
		return this.response;
	}

	@Override
	public @Nullable Context context() {
		return this.context;
	}

	Span span() {
		return (this.context != null) ? Span.fromContext(this.context) : Span.getInvalid();
	}

	/**
	 * Returns when the exchange began, by the monotonic clock of the JVM.
	 */
	long startNanos() {
		return this.startNanos;
	}

	/**
	 * Returns when the exchange began, in nanoseconds since 1970.
	 */
	long startEpochNanos() {
		return this.startEpochNanos;
	}

	/**
	 * Lets the decider ask whether the response is being streamed, and lets another
	 * library observe the request. Must be called before other threads see the exchange.
	 */
	void follow(RequestObserver observer) {
		Span span = span();
		if (span.isRecording()) {
			this.decider.follow(span.getSpanContext(), this);
		}
		this.observation = observer.observe(this);
	}

	@Nullable RequestObservation observation() {
		return this.observation;
	}

	/**
	 * Returns the duration beyond which the request is slow, in nanoseconds.
	 */
	long slowThresholdNanos() {
		PathRule path = notes().path();
		PathSampling sampling = (path != null) ? path.sampling() : null;
		Long ofPath = (sampling != null) ? sampling.slowThresholdNanos() : null;
		return (ofPath != null) ? ofPath : this.decider.slowThresholdNanos();
	}

	@Override
	ExchangeNotes notes() {
		ExchangeNotes notes = this.notes;
		return (notes != null) ? notes : ExchangeNotes.NONE;
	}

	private ExchangeNotes notesToAdd() {
		synchronized (this) {
			ExchangeNotes notes = this.notes;
			if (notes == null) {
				notes = new ExchangeNotes(null);
				this.notes = notes;
			}
			return notes;
		}
	}

	/**
	 * Notes an exception. Only the first one counts: later ones are mostly consequences,
	 * often wrapped by the container.
	 */
	void noteError(@Nullable Throwable error, ErrorSource source) {
		if (error != null) {
			notesToAdd().error(error, source, this.response.getStatus());
		}
	}

	/**
	 * Sets the outcome of the exchange. Facts that become known later do not change it.
	 * @param end unusual details of the end, or {@code null} if there are none
	 */
	void ended(int status, long durationNanos, @Nullable UnusualEnd end) {
		if (end != null) {
			notesToAdd().end(end);
		}
		ended(status, durationNanos);
	}

	// Services that are called from now on see a sampled trace.
	@Override
	public void fail(Throwable error) {
		// After the end, the container may have recycled the response.
		if (!isOpen()) {
			return;
		}
		if (SecurityRejection.is(error)) {
			noteError(error, ErrorSource.THROWN);
			return;
		}
		noteError(error, ErrorSource.REPORTED);
		this.decider.markFailed(span().getSpanContext());
	}

	/**
	 * Notes an exception that a handler turns into a response. Only the last one counts,
	 * because the response is about that one.
	 */
	void noteHandled(Throwable handled) {
		notesToAdd().handled(handled, this.response.getStatus());
		if (this.observation != null) {
			this.observation.show();
		}
	}

	@Override
	@Nullable String matchedPattern() {
		return this.pattern;
	}

	/**
	 * Notes the matched pattern. Only the first one counts: an error page that is
	 * dispatched to later has a pattern of its own.
	 * @param dispatched the request of the dispatch whose servlet matched the pattern
	 */
	@SuppressWarnings("ReferenceEquality")
	void notePattern(@Nullable String pattern, HttpServletRequest dispatched) {
		if (pattern == null || this.pattern != null || !isOpen()) {
			return;
		}
		if (dispatched != this.request) {
			notesToAdd().mapping(dispatched.getHttpServletMapping());
		}
		this.pattern = pattern;
	}

	/**
	 * Returns the mapping of the servlet that matched the pattern.
	 */
	HttpServletMapping mapping() {
		HttpServletMapping noted = notes().mapping();
		return (noted != null) ? noted : this.request.getHttpServletMapping();
	}

	/**
	 * Notes the status that was sent. The container may still change the status of the
	 * response, which has no effect on the wire.
	 */
	void noteSentStatus(int sentStatus) {
		notesToAdd().sentStatus(sentStatus);
	}

	/**
	 * Notes that the response was put on the wire in time. A long duration of the request
	 * is then due to the rest of the response.
	 */
	void noteStreamed() {
		notesToAdd().setStreamed();
	}

	// The container may have recycled the response.
	@Override
	public boolean isStreaming() {
		boolean streamed = notes().streamed();
		try {
			return streamed || (isOpen() && (this.response.isCommitted() || isEventStream()));
		}
		catch (RuntimeException ex) {
			return streamed;
		}
	}

	/**
	 * Returns whether the response is a stream of events, which takes as long as the
	 * client listens.
	 */
	boolean isEventStream() {
		String contentType = this.response.getContentType();
		return contentType != null && contentType.startsWith("text/event-stream");
	}

	/**
	 * Notes that the request has become asynchronous.
	 * @param completion action to run when its asynchronous context is complete
	 * @return the asynchronous state of the request
	 */
	AsyncProgress becomeAsync(Runnable completion) {
		AsyncProgress async = new AsyncProgress(this.response.getStatus(), completion);
		notesToAdd().async(async);
		return async;
	}

	/**
	 * Returns the asynchronous state of the request, or {@code null} if it is not
	 * asynchronous.
	 */
	@Nullable AsyncProgress async() {
		return notes().async();
	}

	/**
	 * Returns the number of the asynchronous cycle, or 0 if the request has not been
	 * asynchronous.
	 */
	int asyncCycle() {
		AsyncProgress async = async();
		return (async != null) ? async.cycle() : 0;
	}

	/**
	 * Notes that the current thread works on the request, so that the stack of the thread
	 * can be taken if the request is slow. Other threads see the note a moment later,
	 * because a lazy write costs less.
	 */
	void enter() {
		WORKER.lazySet(this, Thread.currentThread());
	}

	/**
	 * Notes that the current thread leaves the request, unless another one has taken it
	 * over meanwhile.
	 */
	@Override
	public void leave() {
		Thread current = Thread.currentThread();
		if (current.equals(this.worker)) {
			WORKER.compareAndSet(this, current, null);
		}
	}

	@Override
	public @Nullable Thread worker() {
		return this.worker;
	}

}
