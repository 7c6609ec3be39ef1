package dev.telemetry.servlet;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootDecider;
import dev.telemetry.decision.RootProgress;
import dev.telemetry.request.PathRule;

/**
 * One request from the filter to its end, which may come on another thread. One object of
 * 72 bytes for each request: what most have not is in {@link ExchangeNotes}.
 */
final class ServerExchange extends ExchangeOutcome implements ObservedRequest, RequestWork, RootProgress {

	/** Request attribute that holds the exchange while it is going on. */
	static final String ATTRIBUTE = ServerExchange.class.getName();

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
	 * @param context the context that holds its span, or {@code null} if it has none
	 * @param path how requests for its path are sampled, if that differs from others
	 * @param decider decides whether its trace is kept
	 * @param startNanos when it began, by the monotonic clock of the JVM
	 * @param startEpochNanos when it began, in nanoseconds since 1970
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
	 * When it began, by the monotonic clock of the JVM.
	 */
	long startNanos() {
		return this.startNanos;
	}

	/**
	 * When it began, in nanoseconds since 1970.
	 */
	long startEpochNanos() {
		return this.startEpochNanos;
	}

	/**
	 * Lets the decision know whether the response is being streamed, and another library
	 * see the request. Before the exchange gets to other threads.
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
	 * Beyond which duration the request is slow, in nanoseconds.
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
	 * Notes an exception. The first one stands: what follows is mostly a consequence,
	 * often wrapped by the container.
	 */
	void noteError(@Nullable Throwable error, ErrorSource source) {
		if (error != null) {
			notesToAdd().error(error, source, this.response.getStatus());
		}
	}

	/**
	 * Says how the exchange ended. What becomes known of it later changes nothing.
	 * @param end what there is to say beside that, or {@code null} if that is nothing
	 */
	void ended(int status, long durationNanos, @Nullable UnusualEnd end) {
		if (end != null) {
			notesToAdd().end(end);
		}
		ended(status, durationNanos);
	}

	// Services that are called from now on see the trace as sampled.
	@Override
	public void fail(Throwable error) {
		// After that, the container may have taken the response back.
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
	 * Notes an exception that a handler turns into a response. The last one stands: it is
	 * the one that the response is about.
	 */
	void noteHandled(Throwable handled) {
		notesToAdd().handled(handled, this.response.getStatus());
	}

	@Override
	@Nullable String matchedPattern() {
		return this.pattern;
	}

	/**
	 * Notes the matched pattern. The first one stands: an error page that is dispatched
	 * to later has a pattern of its own.
	 */
	void notePattern(@Nullable String pattern) {
		if (this.pattern == null && isOpen()) {
			this.pattern = pattern;
		}
	}

	/**
	 * Notes the status that was sent, because the container may still change that of the
	 * response, which has no effect on the wire.
	 */
	void noteSentStatus(int sentStatus) {
		notesToAdd().sentStatus(sentStatus);
	}

	/**
	 * Notes that the response was on the wire in time: if the request takes long, it is
	 * because of what follows.
	 */
	void noteStreamed() {
		notesToAdd().setStreamed();
	}

	// A container may have taken the response back.
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
	 * Whether the response is a stream of events, which takes as long as the client
	 * listens.
	 */
	boolean isEventStream() {
		String contentType = this.response.getContentType();
		return contentType != null && contentType.startsWith("text/event-stream");
	}

	/**
	 * Notes that the request has become asynchronous.
	 * @param completion what is done when its asynchronous context is complete
	 * @return what is known of it from now on
	 */
	AsyncProgress becomeAsync(Runnable completion) {
		AsyncProgress async = new AsyncProgress(this.response.getStatus(), completion);
		notesToAdd().async(async);
		return async;
	}

	/**
	 * What is known of the request as an asynchronous one, or {@code null} if it is none.
	 */
	@Nullable AsyncProgress async() {
		return notes().async();
	}

	/**
	 * Notes that the current thread works on the request, so that its stack can be taken
	 * if it is slow. Other threads see it a moment later, which costs less than at once.
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
