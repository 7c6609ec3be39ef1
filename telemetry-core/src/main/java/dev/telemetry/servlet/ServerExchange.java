package dev.telemetry.servlet;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

import dev.telemetry.decision.PathSampling;
import dev.telemetry.decision.RootDecider;

/**
 * One request from the filter to its end, which may come on another thread. Being an
 * {@link AtomicBoolean} makes {@link #tryEnd()} possible without another object for each
 * request.
 */
final class ServerExchange extends AtomicBoolean {

	/** Request attribute that holds the exchange while it is going on. */
	static final String ATTRIBUTE = TelemetryFilter.class.getName() + ".exchange";

	private static final long serialVersionUID = 1L;

	private final transient Span span;

	private final transient @Nullable Context context;

	private final transient @Nullable PathRule path;

	private final transient RootDecider decider;

	private final long startNanos;

	private transient volatile @Nullable Throwable error;

	private transient volatile @Nullable Throwable handled;

	private transient volatile @Nullable String pattern;

	private volatile int sentStatus;

	private volatile boolean streamed;

	private transient volatile @Nullable LongSupplier committedNanos;

	/**
	 * Creates an exchange.
	 * @param context the context that holds its span, or {@code null} if it has none
	 * @param path how requests for its path are sampled, if that differs from others
	 * @param decider decides whether its trace is kept
	 * @param startNanos when it began, by the monotonic clock of the JVM
	 */
	ServerExchange(@Nullable Context context, @Nullable PathRule path, RootDecider decider, long startNanos) {
		this.span = (context != null) ? Span.fromContext(context) : Span.getInvalid();
		this.context = context;
		this.path = path;
		this.decider = decider;
		this.startNanos = startNanos;
	}

	Span span() {
		return this.span;
	}

	@Nullable Context context() {
		return this.context;
	}

	long startNanos() {
		return this.startNanos;
	}

	/**
	 * Whether the caller is the one that ends the exchange. True once.
	 */
	boolean tryEnd() {
		return compareAndSet(false, true);
	}

	/**
	 * Beyond which duration the request is slow, in nanoseconds.
	 */
	long slowThresholdNanos() {
		PathSampling sampling = (this.path != null) ? this.path.sampling() : null;
		Long ofPath = (sampling != null) ? sampling.slowThresholdNanos() : null;
		return (ofPath != null) ? ofPath : this.decider.slowThresholdNanos();
	}

	@Nullable Throwable error() {
		return this.error;
	}

	/**
	 * Notes an exception. The first one stands: what follows is mostly a consequence,
	 * often wrapped by the container.
	 */
	void noteError(@Nullable Throwable error) {
		if (this.error == null && error != null) {
			boolean wrapped = error instanceof ServletException && error.getCause() != null;
			this.error = (wrapped) ? error.getCause() : error;
		}
	}

	/**
	 * Notes an error that code names, so that what is called from now on is told.
	 */
	void reportError(Throwable error) {
		noteError(error);
		this.decider.markFailed(this.span.getSpanContext());
	}

	@Nullable Throwable handled() {
		return this.handled;
	}

	/**
	 * Notes an exception that a handler turns into a response. The last one stands: it is
	 * the one that the response is about.
	 */
	void noteHandled(Throwable handled) {
		this.handled = handled;
	}

	@Nullable String pattern() {
		return this.pattern;
	}

	/**
	 * Notes the matched pattern. The first one stands: an error page that is dispatched
	 * to later has a pattern of its own.
	 */
	void notePattern(@Nullable String pattern) {
		if (this.pattern == null) {
			this.pattern = pattern;
		}
	}

	/**
	 * The status that is on the wire, or 0 if that is the one of the response.
	 */
	int sentStatus() {
		return this.sentStatus;
	}

	/**
	 * Notes the status that was sent, because the container may still change the one of
	 * the response, which nobody will see.
	 */
	void noteSentStatus(int sentStatus) {
		this.sentStatus = sentStatus;
	}

	boolean streamed() {
		return this.streamed;
	}

	/**
	 * Notes that the response was on the wire in time: if the request takes long, it is
	 * because of what follows.
	 */
	void noteStreamed() {
		this.streamed = true;
	}

	/**
	 * Lets the exchange know when its response is put on the wire.
	 */
	void followCommit(LongSupplier committedNanos) {
		this.committedNanos = committedNanos;
	}

	/**
	 * When the response was put on the wire, or {@link ContainerHook#UNKNOWN}.
	 */
	long committedNanos() {
		LongSupplier committedNanos = this.committedNanos;
		return (committedNanos != null) ? committedNanos.getAsLong() : ContainerHook.UNKNOWN;
	}

}
